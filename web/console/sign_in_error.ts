/** The issuer's answer is not one to trust, or it refused. */
export class SignInError extends Error {}
