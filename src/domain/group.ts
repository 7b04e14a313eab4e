/** The name of a group: lower-case letters, digits, dots, dashes and underscores, 64 at most. */
export const groupName = /^[a-z0-9][a-z0-9._-]{0,63}$/;
