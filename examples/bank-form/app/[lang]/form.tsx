"use client";

import { useEffect, useRef, useState } from "react";
import { isXinyiError, type CheckResult, type Decision, type ErrorData } from "xinyi";
import { amountOf } from "../../lib/amount";
import { texts, type Language } from "../../lib/texts";
import type { Asked, Wallets } from "../../lib/wallet";
import { wordsIn, type Words } from "../../lib/words";
import { Letter } from "./letter";

/** How long typing has to pause before it is decided anew, in milliseconds. */
const PAUSE = 250;

interface Ready {
  readonly words: Words;
  readonly wallets: Wallets;
  readonly now: number;
}

type Step =
  | { readonly at: "form" }
  | { readonly at: "consent"; readonly application: string; readonly asked: Asked }
  | { readonly at: "decided"; readonly decision: Decision; readonly record: string }
  | { readonly at: "refused"; readonly error: ErrorData };

export function Form({ language }: { language: Language }) {
  const t = texts[language];
  const [ready, setReady] = useState<Ready>();
  const [firm, setFirm] = useState("");
  const [uscc, setUscc] = useState("");
  const [typed, setTyped] = useState("500,000");
  const [preview, setPreview] = useState<CheckResult>();
  const [step, setStep] = useState<Step>({ at: "form" });
  const [agreed, setAgreed] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);

  const amount = amountOf(typed);
  const isCode = /^[0-9A-Z]{18}$/.test(uscc);

  useEffect(() => {
    prepare(language).then(
      (made) => {
        setReady(made);
        const [first] = made.wallets.wallets;
        setFirm(first?.name ?? "");
        setUscc(first?.uscc ?? "");
      },
      (error: unknown) => {
        console.error(error);
        setFault(texts[language].failed);
      },
    );
  }, [language]);

  // While the amount is typed: on this device alone.
  useEffect(() => {
    setPreview(undefined);
    if (!ready || !isCode || amount === undefined) return;
    const timer = setTimeout(() => setPreview(ready.wallets.preview(firm, uscc, amount)), PAUSE);
    return () => clearTimeout(timer);
  }, [ready, firm, uscc, isCode, amount]);

  // Who cannot see the page change is told where they are.
  useEffect(() => {
    if (step.at !== "form") heading.current?.focus();
  }, [step.at]);

  /** What cannot be done is told. While it goes on, nothing else can be pressed. */
  async function act(what: () => Promise<void>) {
    setBusy(true);
    setFault(undefined);
    try {
      await what();
    } catch (error) {
      setFault(told(error, language));
    } finally {
      setBusy(false);
    }
  }

  const apply = () =>
    act(async () => {
      if (!ready || amount === undefined) return;
      const begun = await send<{ application: string; request: string }>("/api/applications", { uscc, amount });
      const asked = ready.wallets.ask(firm, begun.request, uscc);
      setAgreed(false);
      setStep({ at: "consent", application: begun.application, asked });
    });

  const submit = ({ application, asked }: { application: string; asked: Asked }) =>
    act(async () => {
      if (!ready) return;
      const presentation = ready.wallets.present(asked);
      const answer = await send<{ decision: Decision; record: string } | { error: ErrorData }>(`/api/applications/${application}/presentation`, { presentation });
      setStep("error" in answer ? { at: "refused", error: answer.error } : { at: "decided", ...answer });
    });

  const restart = () => {
    setFault(undefined);
    setStep({ at: "form" });
  };

  const faultLine = fault !== undefined && (
    <p className="fault" role="alert" ref={(line) => line?.scrollIntoView({ block: "center" })}>
      {fault}
    </p>
  );
  if (!ready) return faultLine || <p role="status">{t.loading}</p>;
  const { words, wallets, now } = ready;

  return (
    <>
      <p className="note">
        {t.demoDate}
        <strong>{words.day(new Date((now + 8 * 3_600) * 1_000).toISOString().slice(0, 10))}</strong>
        {t.demoNote}
      </p>
      {faultLine}
      {step.at === "form" && (
        <form
          className="card"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void apply();
          }}
        >
          <div className="wallet">
            <h2>{t.wallet}</h2>
            <p className="hint">{t.walletNote}</p>
            <label htmlFor="firm">{t.firm}</label>
            <select
              id="firm"
              value={firm}
              onChange={({ target }) => {
                setFirm(target.value);
                setUscc(wallets.wallets.find(({ name }) => name === target.value)?.uscc ?? "");
              }}
            >
              {wallets.wallets.map(({ name, title }) => (
                <option key={name} value={name}>
                  {title[language]}
                </option>
              ))}
            </select>
          </div>
          <label htmlFor="uscc">{t.uscc}</label>
          <input
            id="uscc"
            value={uscc}
            maxLength={18}
            autoComplete="off"
            spellCheck={false}
            aria-invalid={!isCode}
            aria-describedby="uscc-fault"
            onChange={({ target }) => setUscc(target.value.trim().toUpperCase())}
          />
          <p id="uscc-fault" className={isCode ? "unseen" : "wrong"} role="status">
            {isCode ? "" : t.usccWrong}
          </p>
          <label htmlFor="amount">{t.amount}</label>
          <input
            id="amount"
            value={typed}
            inputMode="decimal"
            autoComplete="off"
            maxLength={20}
            aria-invalid={amount === undefined}
            aria-describedby="amount-fault"
            onChange={({ target }) => setTyped(target.value)}
          />
          <p id="amount-fault" className={amount ? "unseen" : "wrong"} role="status">
            {amount ? "" : t.amountWrong}
          </p>
          <section className="preview" aria-labelledby="preview-title" aria-live="polite" aria-busy={preview === undefined}>
            <h2 id="preview-title">{t.preview}</h2>
            {preview?.ok && <Letter decision={preview.decision} words={words} t={t} />}
            {preview && !preview.ok && <p className="fault">{preview.error.messages[language]}</p>}
            <p className="hint">{t.previewNote}</p>
          </section>
          <button type="submit" className="main" disabled={busy || !(preview?.ok && preview.decision.outcome === "granted")}>
            {t.apply}
          </button>
          {preview && !(preview.ok && preview.decision.outcome === "granted") && <p className="hint">{t.usual}</p>}
        </form>
      )}
      {step.at === "consent" && (
        <section className="card">
          <h2 tabIndex={-1} ref={heading}>
            {t.consent}
          </h2>
          {step.asked.plan.words.map((sentence, place) => (
            <p key={place} className={place === 0 ? "" : "hint"}>
              {sentence[language]}
            </p>
          ))}
          <label className="agree">
            <input type="checkbox" checked={agreed} onChange={({ target }) => setAgreed(target.checked)} />
            <span>{t.officer}</span>
          </label>
          <div className="actions">
            <button type="button" className="main" disabled={busy || !agreed || step.asked.plan.disclose === null} onClick={() => void submit(step)}>
              {t.show}
            </button>
            <button type="button" disabled={busy} onClick={restart}>
              {t.back}
            </button>
          </div>
        </section>
      )}
      {step.at === "decided" && (
        <section className="card">
          <h2 tabIndex={-1} ref={heading}>
            {t.result}
          </h2>
          <Letter decision={step.decision} words={words} t={t} />
          {step.decision.outcome !== "granted" && <p>{t.usual}</p>}
          <p className="hint">
            {t.record}
            {language === "en" ? ": " : "："}
            <code id="record">{step.record}</code>
          </p>
          <p className="hint">{t.recordNote}</p>
          <button type="button" onClick={restart}>
            {t.again}
          </button>
        </section>
      )}
      {step.at === "refused" && (
        <section className="card">
          <h2 tabIndex={-1} ref={heading}>
            {t.refusedTitle}
          </h2>
          <p className="fault">{step.error.messages[language]}</p>
          <p>{t.refusedNote}</p>
          <button type="button" onClick={restart}>
            {t.again}
          </button>
        </section>
      )}
    </>
  );
}

async function prepare(language: Language): Promise<Ready> {
  const [demo, snapshot, words, { openWallets }] = await Promise.all([
    fetch("/api/demo").then((response) => response.json() as Promise<{ root: string; seed: string; made: number; now: number }>),
    fetch("/api/snapshot").then((response) => response.text()),
    wordsIn(language),
    // It brings a module that signs, which a real app has no use for.
    import("../../lib/wallet"),
  ]);
  return { words, wallets: await openWallets(demo, snapshot), now: demo.now };
}

/** The bank has refused the request itself. */
class Refused extends Error {}

async function send<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Refused((answer as { refused: string }).refused);
  return answer as Answer;
}

function told(error: unknown, language: Language): string {
  const t = texts[language];
  if (error instanceof Refused) return error.message === "application.unknown" ? t.expired : error.message === "bank.busy" ? t.busy : t.wrong;
  if (isXinyiError(error)) return error.messages[language];
  if (error instanceof TypeError) return t.offline;
  console.error(error);
  return t.wrong;
}
