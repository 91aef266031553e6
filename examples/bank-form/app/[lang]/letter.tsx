import type { Decision } from "xinyi";
import type { texts } from "../../lib/texts";
import type { Line, Words } from "../../lib/words";

interface Props {
  readonly decision: Decision;
  readonly words: Words;
  readonly t: (typeof texts)["en"];
}

/** What was decided, why, what helps and from when, and whom to ask. */
export function Letter({ decision, words, t }: Props) {
  const { text, more } = words.outcome(decision);
  const parts: [string, readonly Line[]][] = [
    [t.reasons, words.reasons(decision)],
    [t.ways, words.ways(decision)],
    [t.notes, words.notes(decision)],
    [t.contact, words.contact(decision)],
  ];
  return (
    <>
      <div className={`outcome ${decision.outcome}`}>
        <p className="headline">{text}</p>
        {more.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      {parts
        .filter(([, lines]) => lines.length > 0)
        .map(([title, lines]) => (
          <div className="part" key={title}>
            <h3>{title}</h3>
            <ul>
              {lines.map((line) => (
                <Item key={line.text} {...line} />
              ))}
            </ul>
          </div>
        ))}
    </>
  );
}

function Item({ text, more, url }: Line) {
  return (
    <li>
      <p>{text}</p>
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
