// A surface in three dimensions, as a part of a page: it is told what to show, and turned by hand.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { loadModule, runExec } from '../assets.js';
import { View3D } from '../view.js';
import type { ViewMark, ViewPath, ViewSurface } from '../view/kinds.js';
import { Icon } from './icon.js';
import { t } from '../words/words.js';

/** Whether there are only pictures from above here. */
export const flat: boolean = !View3D.webgl2();

export interface SolidProps {
  /** What it shows, for who cannot see it. */
  label: string;
  /** The element that says it in numbers. */
  describedBy?: string;
  surface: ViewSurface | null;
  paths: ViewPath[];
  marks: ViewMark[];
  /** What stands in its place until it draws. */
  meanwhile?: ComponentChildren;
  onError(message: string): void;
}

export function Solid({ label, describedBy, surface, paths, marks, meanwhile, onError }: SolidProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<View3D | null>(null);
  const draws = useSignal(false);
  useEffect(() => {
    view.current = new View3D(host.current!, { module: () => loadModule('view'), wasmExec: runExec, label: t.ui.turnIt(label), describedBy, onError, onReady: () => (draws.value = true) });
    return () => {
      view.current?.destroy();
      view.current = null;
    };
  }, []);
  const said = t.ui.turnIt(label);
  useEffect(() => view.current?.describe(said), [said]);
  useEffect(() => {
    if (surface) view.current?.setSurface(surface);
  }, [surface]);
  useEffect(() => {
    if (!surface) return;
    view.current?.setPaths(paths);
    view.current?.setMarks(marks);
  }, [surface, paths, marks]);
  return (
    <>
      <div class="view" ref={host} />
      {!draws.value && meanwhile && <div class="meanwhile">{meanwhile}</div>}
      <div class="viewtools"><button type="button" class="b q ic" aria-label={t.ui.wholePicture} title={t.ui.wholePictureKey} onClick={() => view.current?.home(true)}><Icon name="home" /></button></div>
    </>
  );
}
