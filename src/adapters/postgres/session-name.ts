/** Fingerprints of what all instances must have alike. Nobody can compute back what they are made of. */
export interface InstanceMarks {
  readonly secret: string;
  readonly configuration: string;
}

/** The name that PostgreSQL shows of a session: of an instance with its marks, of a command without. */
export const sessionName = (marks: InstanceMarks | undefined): string =>
  marks ? `saoma ${marks.secret} ${marks.configuration}` : "saoma";
