export async function run({ row, exec, start, files, open }) {
  await row("dev", async () => open((await start("parcel", "serve", "index.html", "--port", "PORT", "--no-hmr", "--dist-dir", "dist/dev")).url));
  await row("build", async () => {
    await exec("parcel", "build", "index.html", "--dist-dir", "dist/build", "--no-optimize");
    return open(await files("dist/build"));
  });
  await row("build, optimised", async () => {
    await exec("parcel", "build", "index.html", "--dist-dir", "dist/optimised");
    return open(await files("dist/optimised"));
  });
}
