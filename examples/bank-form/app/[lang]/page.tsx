import { notFound } from "next/navigation";
import { isLanguage, texts } from "../../lib/texts";
import { Form } from "./form";

export default async function Page({ params }: { params: Promise<{ lang: string }> }) {
  const { lang } = await params;
  if (!isLanguage(lang)) notFound();
  const t = texts[lang];
  return (
    <>
      <header>
        <p className="brand">
          <img src="/icon.svg" alt="" width="28" height="28" />
          <strong>{t.brand}</strong>
        </p>
        <nav aria-label={t.languages}>
          <a href="/zh-CN" lang="zh-CN" hrefLang="zh-CN" aria-current={lang === "zh-CN" ? "page" : undefined}>
            中文
          </a>
          <a href="/en" lang="en" hrefLang="en" aria-current={lang === "en" ? "page" : undefined}>
            English
          </a>
        </nav>
      </header>
      <main>
        <h1>{t.title}</h1>
        <p className="lead">{t.lead}</p>
        <Form language={lang} />
      </main>
      <footer>
        <p>{t.bankDecides}</p>
      </footer>
    </>
  );
}
