// A value of a push as a test writes it, before it becomes XML or JSON.
export type RawValue = string | number | { [name: string]: RawValue } | RawValue[];
