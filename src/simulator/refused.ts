import type { z } from "zod";

/** One thing that is wrong with the input. */
export interface Issue {
  /** The path of the field. */
  path: string;
  /** What is wrong with it. */
  message: string;
}

/** An action that the simulator refuses: problem JSON (RFC 9457) over HTTP, thrown in process. */
export class Refused extends Error {
  /** Always `Refused`. */
  override name = "Refused";
  /** The HTTP status. */
  readonly status: 400 | 403 | 404 | 409 | 413 | 422;
  /** Everything that is wrong with the input. */
  readonly issues: Issue[];

  constructor(status: Refused["status"], message: string, issues: Issue[] = []) {
    super(
      issues.length > 0 ? `${message}: ${issues.map((issue) => `${issue.path} ${issue.message}`).join("; ")}` : message,
    );
    this.status = status;
    this.issues = issues;
  }

  /** Makes a 400 that names every issue of a zod error. */
  static by(error: z.ZodError, message: string): Refused {
    return new Refused(400, message, error.issues.flatMap(issuesOf));
  }
}

function issuesOf(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: "is not a known field" }));
  return [{ path: pathOf(issue.path), message: isMissing(issue) ? "is missing" : issue.message }];
}

/** zod reports an absent value only in its message. */
const isMissing = ({ code, message }: z.core.$ZodIssue): boolean =>
  code === "invalid_type" && message.endsWith("received undefined");

const pathOf = (path: PropertyKey[]): string => path.map(String).join(".") || "(body)";
