// What projects do with the entry for authors: they look through a programme, and are told what is wrong with it.
export async function author({ init, lint }) {
  await init();
  const [{ code, message }] = lint("{}").errors;
  return message ? code : `${code} without a text`;
}
