// The store of accounts, groups, consents to terms and invitations.
import type {
  Account,
  ExpectedPerson,
  Identity,
  IdentityConflict,
  RemovedIdentity,
  WechatDetails,
} from "../domain/account.ts";
import type { Invitation, InvitationTimes } from "../domain/invitation.ts";
import type { AgreedTerms, TermConsent } from "../domain/terms.ts";

export interface Accounts {
  get(id: string): Promise<Account | undefined>;
  /** Creates an account without an identity. Returns false, and writes nothing, if its id or its phone is taken. */
  insert(account: Account): Promise<boolean>;
  /** Whose phone (E.164) this is. */
  byPhone(phone: string): Promise<Account | undefined>;
  /** Writes an account's phone; false where another account has it, or there is no such account. */
  setPhone(id: string, phone: string): Promise<boolean>;
  /**
   * Notes when this phone of the account was known to be its person's; false where that was noted, or a later time was.
   */
  notePhoneSeen(id: string, phone: string, at: number): Promise<boolean>;
  /** The identities of an account, by appid and openId. */
  identitiesOf(accountId: string): Promise<Identity[]>;
  identity(appid: string, openId: string): Promise<Identity | undefined>;
  /**
   * The account of this identity. If there is none, creates `fresh` with this identity. Fails if the phone of
   * `fresh` belongs to another account.
   */
  findOrCreate(identity: Omit<Identity, "accountId">, fresh: Account): Promise<{ account: Account; created: boolean }>;
  /** The account that has this unionId by some identity of the platform, or whose person is expected by it. */
  ownerOfUnionId(platform: string, unionId: string): Promise<string | undefined>;
  /** Links an identity to an account. Returns false, and writes nothing, if an account has it already. */
  addIdentity(identity: Identity): Promise<boolean>;
  /** Takes it from its account; false where it is not this one's. */
  removeIdentity(accountId: string, appid: string, openId: string): Promise<boolean>;
  /**
   * Stores that the person with this unionId belongs to the account. Returns false if that was stored for another
   * account before.
   */
  expect(expected: ExpectedPerson): Promise<boolean>;
  expectedOf(accountId: string): Promise<ExpectedPerson[]>;
  /** The person no longer gets the account, if they are expected by it. */
  forgetExpected(expected: ExpectedPerson): Promise<void>;
  /** Keeps what WeChat told of an account's person, in the place of what it told before; what is absent stays. */
  saveWechatDetails(id: string, told: WechatDetails): Promise<boolean>;
  wechatDetailsOf(id: string): Promise<WechatDetails | undefined>;
  /** Takes an account's phone away, and that WeChat told it; false where there is no such account. */
  removePhone(id: string): Promise<boolean>;
  /**
   * Writes an account's name and picture, and forgets what WeChat told of them; false where there is no such account.
   */
  setProfile(id: string, profile: Pick<Account, "name" | "avatar">): Promise<boolean>;
  /** Keeps what was taken off, to be had back. */
  noteRemoved(removed: RemovedIdentity): Promise<void>;
  /** Gives out what was taken off after `since`, once ever. */
  takeRemoved(accountId: string, appid: string, openId: string, since: number): Promise<RemovedIdentity | undefined>;
  /**
   * Marks an identity as lost since then, or as found if that is undefined. Returns false if the account does not
   * have it.
   */
  setLost(
    accountId: string,
    appid: string,
    openId: string,
    lostAt: number | undefined,
    mutedAt?: number,
  ): Promise<boolean>;
  /** Notes an identity's first sign-in, once ever; true for the call that did. */
  noteSignIn(appid: string, openId: string, at: number): Promise<boolean>;
  /** Writes the unionId of an identity, and its platform; false where there is no such identity. */
  setUnionId(identity: Identity): Promise<boolean>;
  /** Keeps a conflict for the operator, once ever; true for the call that did. */
  noteConflict(conflict: IdentityConflict): Promise<boolean>;
  /**
   * Suspends an account from then on, or ends that if it is undefined. Returns false if there is no such account, or
   * it is suspended, or is not, already.
   */
  setSuspended(id: string, at: number | undefined): Promise<boolean>;
  /** Notes a sign-in; false where there is no such account. */
  signedIn(id: string, at: number): Promise<boolean>;
}

/** Who is in which group of the operator's. */
export interface Groups {
  /** False where the account is in it already. */
  add(group: string, accountId: string, at: number): Promise<boolean>;
  /** False where it was not in it. */
  remove(group: string, accountId: string): Promise<boolean>;
  /** The groups of an account, by name. */
  of(accountId: string): Promise<string[]>;
}

/** Who agreed to which terms, and when. */
export interface TermConsents {
  /** False where it was kept before: the first time stays. */
  insert(consent: TermConsent): Promise<boolean>;
  /** What an account has agreed to of an application's terms. */
  of(accountId: string, applicationId: string): Promise<AgreedTerms[]>;
}

/** Invitations of the operator, by which a person comes to their account with another WeChat. */
export interface Invitations {
  /**
   * Keeps it in the place of the account's others; false where there is one of this hash, and nothing is written then.
   */
  insert(invitation: Invitation): Promise<boolean>;
  /** Whose account it is for, while it is in force and unused. */
  find(hash: string, now: number): Promise<string | undefined>;
  /** From when on it is in force, while it is not yet. */
  inForceFrom(hash: string, now: number): Promise<number | undefined>;
  /** Uses one that is in force, once ever: whose account it is for, for the call that did. */
  take(hash: string, now: number): Promise<string | undefined>;
  /** The account's unused one, in force or not yet. */
  of(accountId: string, now: number): Promise<InvitationTimes | undefined>;
  /** Forgets the account's unused one; false where there is none that has not expired. */
  cancel(accountId: string, now: number): Promise<boolean>;
}
