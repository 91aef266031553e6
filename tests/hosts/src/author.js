// What projects do with an entry for authors: they look through a programme, are told what is wrong with it, and try
// another one on its cases.
export async function author({ init, lint, testProgramme }, { programme, cases }, options) {
  await init(options);
  const [{ code, message }] = lint("{}").errors;
  const results = testProgramme(programme, cases).cases;
  return `${message ? code : `${code} without a text`}, ${results.filter(({ ok }) => ok).length} of ${results.length} cases`;
}
