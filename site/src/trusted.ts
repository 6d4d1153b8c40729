// Where text becomes code: one policy for all of it. The page's Content-Security-Policy lets no other make a script, or an address of
// one, in the browsers that know Trusted Types; elsewhere the same functions give plain strings and refuse the same.

interface Policy { createScript(text: string): string; createScriptURL(url: string): string }
declare const trustedTypes: { createPolicy(name: string, rules: Policy): Policy } | undefined;

const rules: Policy = {
  createScript: (text) => text,
  createScriptURL(url) {
    if (url.startsWith('blob:') || url.startsWith(new URL('./', document.baseURI).href)) return url;
    throw new TypeError(`${url.slice(0, 80)} is no part of this page`);
  },
};
const policy = typeof trustedTypes === 'undefined' ? rules : trustedTypes.createPolicy('saddlelab', rules);

/** A script that this page holds itself, as an element takes it. */
export const trustedScript = (text: string): string => policy.createScript(text);

/** The address of a script: a file in the page's folder, or a blob that the page has made. Throws for others. */
export const trustedURL = (url: string): string => policy.createScriptURL(url);
