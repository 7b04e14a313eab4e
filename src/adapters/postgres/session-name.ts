/** Keyed hashes of the settings that all instances must share. The settings cannot be recovered from them. */
export interface InstanceMarks {
  readonly secret: string;
  readonly configuration: string;
}

/** The name that PostgreSQL shows of a session: of an instance with its marks, of a command without. */
export const sessionName = (marks: InstanceMarks | undefined): string =>
  marks ? `saoma ${marks.secret} ${marks.configuration}` : "saoma";
