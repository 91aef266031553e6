import type { Metadata } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { notFound } from "next/navigation";
import { isLanguage, texts } from "../../lib/texts";
import "../page.css";

interface Props {
  readonly children: ReactNode;
  readonly params: Promise<{ lang: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { lang } = await params;
  const t = texts[isLanguage(lang) ? lang : "zh-CN"];
  return { title: `${t.title} · ${t.brand}`, icons: "/icon.svg" };
}

export default async function Layout({ children, params }: Props) {
  const { lang } = await params;
  if (!isLanguage(lang)) notFound();
  // The policy has a new nonce for each answer: nothing is rendered beforehand.
  await connection();
  return (
    <html lang={lang}>
      <body>{children}</body>
    </html>
  );
}
