export type RawValue = string | number | { [name: string]: RawValue } | RawValue[];
