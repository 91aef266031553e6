// What every project does with the package: one presentation that is decided, and the same with a spoilt signature.
export async function decide({ createVerifier }, { root, snapshot, presentation, check }) {
  const verifier = await createVerifier({ root, snapshot, now: check.now, allowDemoRoot: true });
  const { outcome, tier } = verifier.check(presentation, check);
  const spoilt = verifier.safeCheck(presentation.replace(/\.[^.~]+~/, (signature) => `.${"A".repeat(signature.length - 2)}~`), check);
  return `${outcome} ${tier}, ${spoilt.error.code}`;
}

/** For a page, or whoever else shows text. */
export function told(error) {
  return `${error.code || error.name}: ${error.message} ${JSON.stringify(error.details || {})}`;
}
