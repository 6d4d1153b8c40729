// What the build puts in place of modules that are no files of ours.

/** The catalogs of `saddlelab list`, their LaTeX turned into trees of MathML. Typed by catalog.ts. */
declare module 'catalog.json' {
  const catalog: unknown;
  export default catalog;
}
