// What a platform made of a seed gives, whatever the host: `api` is `xinyi/testing`. It runs where there is nothing but
// the language, and is given to pages and contexts as text.
export function everythingOf(api, seed, now) {
  const platform = api.createPlatformSync({ seed, now });
  const all = [platform.root, platform.snapshot(), JSON.stringify(platform.programmes)];
  const collect = () => {
    for (const wallet of platform.wallets) {
      all.push(JSON.stringify([wallet.name, wallet.title, wallet.programme, wallet.request, wallet.expected, wallet.jwk]));
      all.push(JSON.stringify(wallet.bundles));
      all.push(JSON.stringify(wallet.present({ audience: "https://app.example", nonce: "bm9uY2Ugb2Ygb25jZQ" })));
      all.push(Array.from(wallet.sign("what is signed")).join());
    }
  };
  collect();
  platform.revoke("zhang-gold");
  platform.refresh({ now: now + 4 * 86_400 });
  all.push(platform.snapshot());
  collect();
  return all.join("\n");
}
