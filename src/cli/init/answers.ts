import { UsageError } from "../failure.ts";
import type { Prompter } from "../prompt/prompter.ts";
import { say, translated } from "../say.ts";
import { type Answers, type Question, questions } from "./questions.ts";

/**
 * The answers: from the flags, else from the user at the terminal, else the defaults.
 * @throws {UsageError} for flags that are wrong, or missing without a terminal; all of them at once.
 */
export async function collectAnswers(flags: Answers, asker: Prompter | undefined): Promise<Answers> {
  const wrong = questions.flatMap((question) => flagFault(question, flags));
  if (wrong.length > 0) throw new UsageError(wrong.join("\n       "));
  let answers: Answers = flags;
  const missing: string[] = [];
  for (const question of questions) {
    if (question.applies?.(answers) === false) {
      if (flags[question.name] !== undefined) throw new UsageError(notHere(question, answers));
      continue;
    }
    if (answers[question.name] !== undefined) continue;
    const answer = await answerTo(question, answers, asker);
    if (answer === undefined) missing.push(`--${question.name}`);
    answers = { ...answers, [question.name]: answer };
  }
  if (missing.length > 0) throw new UsageError(nobodyToAsk(missing));
  return answers;
}

function flagFault({ name, fault }: Question, flags: Answers): string[] {
  const given = flags[name];
  const found = given === undefined ? undefined : fault(given);
  return found === undefined ? [] : [`--${name} ${translated(found)}`];
}

async function answerTo(
  question: Question,
  answers: Answers,
  asker: Prompter | undefined,
): Promise<string | undefined> {
  const { message, choices, isSecret, fallback } = question;
  const initial = fallback?.(answers);
  if (!asker || message === undefined) return initial;
  if (choices) return asker.choose(message, choices, initial);
  const fault = (typed: string) => spoken(question.fault(typed));
  if (isSecret) return asker.secret(message, { fault });
  return (await asker.text(message, { ...(initial === undefined ? {} : { initial }), fault })) || initial;
}

const notHere = ({ name }: Question, { kind, mode }: Answers): string =>
  mode === undefined
    ? say`--${name} does not go with --kind ${kind}. Leave it out.`
    : say`--${name} does not go with --kind ${kind} and --mode ${mode}. Leave it out.`;

const spoken = (fault: string | undefined): string | undefined => fault && say`It ${translated(fault)}`;

const nobodyToAsk = (missing: readonly string[]): string =>
  missing.length === 1
    ? say`there is no terminal to ask at (or --yes was given), and ${missing[0]} is missing. Give it as an option.`
    : say`there is no terminal to ask at (or --yes was given), and ${missing.join(", ")} are missing. Give them as options.`;
