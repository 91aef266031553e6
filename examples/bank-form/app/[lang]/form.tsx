"use client";

import { useEffect, useRef, useState } from "react";
import { isXinyiError, type CheckResult, type Decision, type ErrorData } from "xinyi";
import type { Words } from "xinyi/letter";
import { amountOf } from "../../lib/amount";
import * as bank from "../../lib/client";
import { CONTACT, KEPT_DAYS } from "../../lib/terms";
import { texts, type Language } from "../../lib/texts";
import type { Asked, Handed, Presentation, Wallets } from "../../lib/wallet";
import { wordsIn } from "../../lib/words";
import { Letter } from "./letter";

/** How long typing has to pause before it is decided anew, in milliseconds. */
const PAUSE = 250;
/** How often the preview's snapshot is fetched anew while the page is open, in milliseconds. */
const REFRESH = 3 * 3_600_000;

interface Ready {
  readonly words: Words;
  readonly wallets: Wallets;
  readonly now: number;
}

interface Applied {
  readonly application: string;
  readonly asked: Asked;
}

type Step =
  | { readonly at: "form" }
  | ({ readonly at: "firm" } & Applied)
  | ({ readonly at: "officer"; readonly handed: Handed } & Applied)
  | { readonly at: "decided"; readonly decision: Decision; readonly record: string }
  | { readonly at: "refused"; readonly error: ErrorData };

/** The application was looked up: the bank has not had it. */
class NotDone extends Error {}
/** It could not be looked up. */
class StillUncertain extends Error {}

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
  /** An application whose answer was lost. */
  const [lost, setLost] = useState<string>();
  /** How often the snapshot was fetched anew: each time it is decided anew. */
  const [round, setRound] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const hasMoved = useRef(false);
  const isActing = useRef(false);
  /** What was signed, and may have to be sent again: the bank gives the same the same answer. */
  const signed = useRef<Presentation>(undefined);

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
  }, [ready, firm, uscc, isCode, amount, round]);

  // What was revoked or listed meanwhile: the preview goes by it.
  useEffect(() => {
    if (!ready) return;
    const refresh = () => {
      if (document.visibilityState === "visible") void refreshed(ready.wallets).then(() => setRound((before) => before + 1), () => undefined);
    };
    const timer = setInterval(refresh, REFRESH);
    document.addEventListener("visibilitychange", refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, [ready]);

  // Who cannot see the page change is told where they are.
  useEffect(() => {
    if (step.at !== "form") heading.current?.focus();
    else if (hasMoved.current) form.current?.focus();
    hasMoved.current ||= step.at !== "form";
  }, [step.at]);

  /** What cannot be done is told. Meanwhile nothing else is done, and what was pressed keeps the focus. */
  async function act(what: () => Promise<void> | void) {
    if (isActing.current) return;
    isActing.current = true;
    setBusy(true);
    setFault(undefined);
    try {
      await what();
    } catch (error) {
      setFault(told(error, language));
    } finally {
      isActing.current = false;
      setBusy(false);
    }
  }

  /** Whoever has lost an answer asks how the application stands, before anything is said of it. */
  async function lookUp(application: string) {
    setLost(application);
    const state = await bank.look(application).catch((error: unknown) => {
      // Nobody knows it any more. That no answer came leaves it open.
      if (error instanceof bank.Refused) setLost(undefined);
      throw error instanceof bank.Unanswered ? new StillUncertain() : error;
    });
    setLost(undefined);
    if (state.state === "asked") throw new NotDone();
    tell(state);
  }

  const tell = (answer: bank.Answer) =>
    setStep("error" in answer ? { at: "refused", error: answer.error } : { at: "decided", decision: answer.decision, record: answer.record });

  /** What a person ticks for one step says nothing of the next. */
  const moveTo = (next: Step) => {
    setAgreed(false);
    setStep(next);
  };

  const apply = () =>
    act(async () => {
      if (!ready || amount === undefined) return;
      const begun = await bank.apply(uscc, amount);
      signed.current = undefined;
      moveTo({ at: "firm", application: begun.application, asked: ready.wallets.ask(firm, begun.request, uscc) });
    });

  const signAsFirm = ({ application, asked }: Applied) =>
    act(() => {
      if (ready) moveTo({ at: "officer", application, asked, handed: ready.wallets.signAsFirm(asked) });
    });

  const submit = ({ application, asked, handed }: Applied & { readonly handed: Handed }) =>
    act(async () => {
      if (!ready) return;
      signed.current ??= ready.wallets.finish(handed, ready.wallets.signAsOfficer(asked.name, handed.forOfficer));
      try {
        tell(await bank.present(application, signed.current));
      } catch (error) {
        const wasAnswered = error instanceof bank.Refused && error.code === "application.answered";
        if (!wasAnswered && !(error instanceof bank.Unanswered)) throw error;
        setFault(t.uncertain);
        await lookUp(application);
        setFault(undefined);
      }
    });

  const restart = () => {
    if (isActing.current) return;
    setFault(undefined);
    setLost(undefined);
    moveTo({ at: "form" });
  };

  const faultLine = fault !== undefined && (
    <>
      <p className="fault" role="alert" ref={(line) => line?.scrollIntoView({ block: "center" })}>
        {fault}
      </p>
      {lost !== undefined && !busy && (
        <button type="button" className="main" id="look" onClick={() => void act(() => lookUp(lost))}>
          {t.lookAgain}
        </button>
      )}
    </>
  );
  if (!ready) return faultLine || <p role="status">{t.loading}</p>;
  const { words, wallets, now } = ready;
  const isGranted = preview?.ok && preview.decision.outcome === "granted";
  // What the preview lacks may be there by now, or a person may know it.
  const isUnsure = preview && (preview.ok ? preview.decision.outcome === "undetermined" : /^(status|time|trust)\./.test(preview.error.code));

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
          ref={form}
          tabIndex={-1}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (isGranted) void apply();
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
            {isUnsure && <p>{t.unsure(CONTACT)}</p>}
            <p className="hint">{t.previewNote}</p>
          </section>
          <div className="actions">
            <button type="submit" className="main" disabled={!isGranted} aria-disabled={busy}>
              {t.apply}
            </button>
            {isUnsure && (
              <button type="button" id="refresh" aria-disabled={busy} onClick={() => void act(() => refreshed(wallets).then(() => setRound(round + 1)))}>
                {t.refresh}
              </button>
            )}
          </div>
          {preview && !isGranted && <p>{t.anyway}</p>}
        </form>
      )}
      {(step.at === "firm" || step.at === "officer") && (
        <section className="card" key={step.at}>
          <p className="hint">{step.at === "firm" ? t.byFirm : t.byOfficer}</p>
          <h2 tabIndex={-1} ref={heading}>
            {t.consent}
          </h2>
          {step.at === "officer" && <p className="note">{t.officerNote}</p>}
          {step.asked.plan.words.map((sentence, place) => (
            <p key={place} className={place === 0 ? "" : "hint"}>
              {sentence[language]}
            </p>
          ))}
          {t
            .consentWords({
              programme: step.asked.plan.decision.titles.programme[language],
              contact: CONTACT,
              days: KEPT_DAYS,
              until: words.from(step.asked.consent.until),
            })
            .map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          <label className="agree">
            <input type="checkbox" checked={agreed} onChange={({ target }) => setAgreed(target.checked)} />
            <span>{step.at === "firm" ? t.agreeFirm : t.agreeOfficer}</span>
          </label>
          <div className="actions">
            <button
              type="button"
              className="main"
              disabled={!agreed || step.asked.plan.disclose === null}
              aria-disabled={busy}
              onClick={() => void (step.at === "firm" ? signAsFirm(step) : submit(step))}
            >
              {step.at === "firm" ? t.sign : t.show}
            </button>
            <button type="button" aria-disabled={busy} onClick={restart}>
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
          <p>{t.usual}</p>
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
    fetchSnapshot(),
    wordsIn(language),
    // It brings a module that signs, which a real app has no use for.
    import("../../lib/wallet"),
  ]);
  // A real page has the root and a first snapshot built in, and the `minimum` of its build.
  return { words, wallets: await openWallets(demo, snapshot), now: demo.now };
}

async function fetchSnapshot(): Promise<string> {
  let response: Response;
  try {
    response = await fetch("/api/snapshot", { cache: "no-cache" });
  } catch (cause) {
    throw new bank.Unanswered("no snapshot", { cause });
  }
  if (!response.ok) throw new bank.Unanswered(`snapshot: ${response.status}`);
  return response.text();
}

async function refreshed(wallets: Wallets): Promise<void> {
  // A part that does not verify is not taken, and the preview goes by what there was before.
  wallets.refresh(await fetchSnapshot());
}

function told(error: unknown, language: Language): string {
  const t = texts[language];
  if (error instanceof NotDone) return t.notDone;
  if (error instanceof bank.Refused) return error.code === "application.unknown" ? t.expired : error.code === "bank.busy" ? t.busy : t.wrong;
  if (error instanceof StillUncertain) return t.stillUncertain;
  if (error instanceof bank.Unanswered) return t.offline;
  if (isXinyiError(error)) return error.messages[language];
  console.error(error);
  return t.wrong;
}
