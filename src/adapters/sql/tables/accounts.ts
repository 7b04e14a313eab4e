// Tables of accounts, their identities and what belongs to them.
export interface AccountTable {
  id: string;
  name: string;
  avatar: string | null;
  /** E.164. */
  phone: string | null;
  created_at: number;
  last_sign_in_at: number | null;
  /** The appid of the source that returned `told_name` and `told_avatar`. */
  told_by: string | null;
  told_name: string | null;
  told_avatar: string | null;
  /** The appid of the source that returned the phone. */
  phone_told_by: string | null;
  told_phone: string | null;
  /** When the phone was last known to be the person's. */
  phone_seen_at: number | null;
  suspended_at: number | null;
}

/** The accounts that were deleted. */
export interface ErasedAccountTable {
  id_hash: string;
  erased_at: number;
}

export interface IdentityTable {
  appid: string;
  open_id: string;
  account_id: string;
  platform: string | null;
  union_id: string | null;
  /** The attempt that linked it to the account of a signed-in person. */
  linked_by: string | null;
  linked_at: number | null;
  /** When its person first signed in with it. */
  signed_in_at: number | null;
  lost_at: number | null;
  muted_at: number | null;
}

/** The account that a unionId will belong to once its person signs in. */
export interface ExpectedPersonTable {
  platform: string;
  union_id: string;
  account_id: string;
}

/** Identities that were removed from an account and can be restored. */
export interface RemovedIdentityTable {
  account_id: string;
  appid: string;
  open_id: string;
  platform: string | null;
  union_id: string | null;
  linked_by: string | null;
  linked_at: number | null;
  lost_at: number | null;
  muted_at: number | null;
  removed_at: number;
}

export interface IdentityConflictTable {
  appid: string;
  open_id: string;
  account_id: string;
  platform: string;
  union_id: string;
  other_account_id: string | null;
  noticed_at: number;
}

/** The members of the operator's groups. */
export interface GroupMemberTable {
  account_id: string;
  group_name: string;
  added_at: number;
}

export interface TermConsentTable {
  account_id: string;
  application_id: string;
  title: string;
  version: string;
  agreed_at: number;
}

/** Invitations by which a person can sign in to their account with another WeChat. A used one is deleted. */
export interface InvitationTable {
  hash: string;
  account_id: string;
  created_at: number;
  valid_from: number;
  expires_at: number;
}
