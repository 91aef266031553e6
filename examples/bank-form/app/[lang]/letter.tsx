import type { Decision } from "xinyi";
import { letterParts, type Lines, type Words } from "xinyi/letter";
import type { texts } from "../../lib/texts";

interface Props {
  readonly decision: Decision;
  readonly words: Words;
  readonly t: (typeof texts)["en"];
}

/** What was decided, why, what helps and from when, and whom to ask. */
export function Letter({ decision, words, t }: Props) {
  const { outcome, reasons, open, ways, notes, contact } = letterParts(decision, words);
  const [, ...more] = outcome;
  const parts: [string, readonly ItemProps[]][] = [
    [t.reasons, reasons],
    [t.ways, [...open, ...ways].map((lines) => ({ lines }))],
    [t.notes, notes.map((line) => ({ lines: [line] }))],
    [t.contact, contact.map(({ line, text, url }) => ({ lines: text ? [line, text] : [line], url }))],
  ];
  return (
    <>
      <div className={`outcome ${decision.outcome}`}>
        <p className="headline">{words.outcome(decision.outcome)}</p>
        {more.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      {parts
        .filter(([, items]) => items.length > 0)
        .map(([title, items]) => (
          <div className="part" key={title}>
            <h3>{title}</h3>
            <ul>
              {items.map(({ lines, url }, place) => (
                <Item key={place} lines={lines} url={url} />
              ))}
            </ul>
          </div>
        ))}
    </>
  );
}

interface ItemProps {
  readonly lines: Lines;
  readonly url?: string | null | undefined;
}

function Item({ lines: [line, ...more], url }: ItemProps) {
  return (
    <li>
      <p>{line}</p>
      {more.map((line, place) => (
        <p className="hint" key={place}>
          {line}
        </p>
      ))}
      {url?.startsWith("https://") && (
        <a href={url} rel="noopener noreferrer" target="_blank">
          {url}
        </a>
      )}
    </li>
  );
}
