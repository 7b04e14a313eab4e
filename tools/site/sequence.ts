/**
 * A Mermaid sequence diagram as a numbered list: GitHub renders Mermaid, but its script for browsers would be larger
 * than the whole site. `B->>S: asks` becomes `1. Browser → Saoma: asks`.
 */
export function sequenceAsList(diagram: string): string {
  const names = new Map(
    [...diagram.matchAll(/participant (\w+) as (.+)/g)].map(([, id = "", name = ""]) => [id, name]),
  );
  const nameOf = (id: string) => names.get(id) ?? id;
  return diagram
    .split("\n")
    .flatMap((line) => {
      const [, from = "", to = "", said = ""] = /^\s*(\w+)--?>>[+-]?(\w+): (.*)/.exec(line) ?? [];
      if (said !== "") return [`1. **${nameOf(from)} → ${nameOf(to)}**: ${escaped(said)}`];
      const [, note] = /^\s*Note [^:]+: (.*)/.exec(line) ?? /^\s*(?:alt|else) (.*)/.exec(line) ?? [];
      return note === undefined ? [] : [`   <br>*${escaped(note)}*`];
    })
    .join("\n");
}

const escaped = (text: string): string =>
  text
    .replaceAll("<br/>", " ")
    .replaceAll("<", "&lt;")
    .replace(/([*_{}])/g, "\\$1");
