// What `decide` takes, of a platform that is made on the spot.
export async function made({ createPlatform }) {
  const platform = await createPlatform();
  const { programme, request, present } = platform.wallet("zhang-gold");
  const holder = { audience: "https://app.example", nonce: "bm9uY2Ugb2Ygb25jZQ" };
  return { root: platform.root, snapshot: platform.snapshot(), presentation: present(holder), check: { programme, request, holder, now: platform.now } };
}
