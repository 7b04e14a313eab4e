import type { z } from "zod";

/** One thing that is wrong with what was asked: where, and the rule it breaks. */
export interface Issue {
  path: string;
  message: string;
}

/** What the control API refuses: becomes problem JSON (RFC 9457) over HTTP, and is thrown in process. */
export class Refused extends Error {
  override name = "Refused";
  readonly status: 400 | 403 | 404 | 409 | 413 | 422;
  readonly issues: Issue[];

  constructor(status: Refused["status"], message: string, issues: Issue[] = []) {
    super(
      issues.length > 0 ? `${message}: ${issues.map((issue) => `${issue.path} ${issue.message}`).join("; ")}` : message,
    );
    this.status = status;
    this.issues = issues;
  }

  /** A 400 that names every issue zod found. */
  static by(error: z.ZodError, message: string): Refused {
    return new Refused(400, message, error.issues.flatMap(issuesOf));
  }
}

function issuesOf(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: "is not a known field" }));
  return [{ path: pathOf(issue.path), message: isMissing(issue) ? "is missing" : issue.message }];
}

/** zod tells an absent value by its words only. */
const isMissing = ({ code, message }: z.core.$ZodIssue): boolean =>
  code === "invalid_type" && message.endsWith("received undefined");

const pathOf = (path: PropertyKey[]): string => path.map(String).join(".") || "(body)";
