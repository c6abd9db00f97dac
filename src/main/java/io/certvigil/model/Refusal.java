package io.certvigil.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The refusals of Cloudflare whose meaning is known, by code or message: the reason that they are
 * counted with, and the next step for a person. The first match counts, because several meanings
 * share one code. A 4xx that is not in this catalogue says nothing about permission or plan.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/cloudflare-for-platforms/cloudflare-for-saas/reference/status-codes/custom-hostnames/">Codes
 *     1403 and 1404</a>
 * @see <a href="https://github.com/cloudflare/terraform-provider-cloudflare/issues/3126">Code
 *     1450</a>
 * @see <a href="https://github.com/jeessy2/ddns-go/issues/1341">Code 9109 with a location</a>
 * @see <a href="https://github.com/kissgyorgy/cloudflare-dyndns/issues/40">Codes 6003 and 6111</a>
 * @see <a href="https://github.com/NewFuture/DDNS/issues/152">Codes 6102 and 6103</a>
 */
public enum Refusal {
  NO_USER(
      FaultReason.FORBIDDEN,
      "\\btoken of an account has no user\\b",
      "a token of an account has no user, so there is nothing to read: nothing to do"),
  TOKEN_ADDRESS(
      FaultReason.UNAUTHORIZED,
      "(?i)\\bcannot use the access token from location\\b",
      "the token may not be used from this address: add this machine's egress address to the"
          + " token's client IP filter, or look at its proxy"),
  TOKEN_DEAD(
      FaultReason.UNAUTHORIZED,
      "(?i)\\binvalid (access|api) token\\b|\\bcode 9103:",
      "Cloudflare does not know this token or key (any more): create a new one in Cloudflare's"
          + " dashboard"),
  TOKEN_MALFORMED(
      FaultReason.UNAUTHORIZED,
      "\\bcode (6003|6102|6103|6111):",
      "the token or key is malformed: copy it again, without quotes, blanks or line breaks, and do"
          + " not use a key as a token"),
  CUSTOM_HOSTNAMES_OFF(
      FaultReason.FORBIDDEN,
      "\\bcode 140[34]:",
      "custom hostnames (Cloudflare for SaaS) are not enabled for this zone: enable them, or take"
          + " custom_hostnames out of watch.sources"),
  ADVANCED_CERTIFICATES_OFF(
      FaultReason.FORBIDDEN,
      "\\bcode 1450:",
      "Advanced Certificate Manager is not enabled for this zone: enable it, or take the source out"
          + " of watch.sources"),
  CUSTOM_CERTIFICATES_OFF(
      FaultReason.FORBIDDEN,
      "\\bcode 1011:",
      "custom certificates need a Business or Enterprise plan: change the plan, or take"
          + " custom_certificates out of watch.sources"),
  ACCESS_OFF(
      FaultReason.FORBIDDEN,
      "\\bcode 9999:|\\baccess\\.api\\.error\\.not_enabled\\b",
      "Access is not enabled in this account: enable Zero Trust, or take the Access sources out of"
          + " watch.sources"),
  PRODUCT_OFF(
      FaultReason.FORBIDDEN,
      "\\bnot[ _](entitled|granted|enabled)\\b",
      "the plan does not include this list, or the product is not enabled: enable it, or take the"
          + " source out of watch.sources"),
  TOO_MANY_ACCOUNTS(
      FaultReason.HTTP_4XX,
      "(?i)\\bmore than [0-9,]+ accounts\\b|\\btoo many accounts\\b",
      "the token sees too many accounts: give it access to fewer, or name the accounts in"
          + " watch.accounts"),
  PERMISSION_MISSING(
      FaultReason.FORBIDDEN,
      "^HTTP 403, .*?(\\bcode (9109|10000):|(?i)\\brequires permission\\b"
          + "|\\bunauthorized to access requested resource\\b|\\bauthentication error\\b)",
      "the token lacks a permission: add the one that certvigil doctor names, or take the source"
          + " out of watch.sources"),
  EDGE_BLOCK(
      FaultReason.HTTP_4XX,
      "^HTTP 403, no JSON\\b",
      "Cloudflare's edge, or a proxy, blocked or challenged the request: look at this machine's"
          + " egress address and proxy, and give Cloudflare the cf-ray"),
  UNKNOWN_ID(
      FaultReason.HTTP_4XX,
      "\\bcode (7000|7003):",
      "there is no such zone or account, or the token does not see it: check the ids in watch");

  private final FaultReason reason;
  private final Pattern pattern;
  private final String advice;

  Refusal(FaultReason reason, String pattern, String advice) {
    this.reason = reason;
    this.pattern = Pattern.compile(pattern);
    this.advice = advice;
  }

  /**
   * The known refusal in the detail of a fault, which has the form {@code HTTP 403, code 9109:
   * Unauthorized to access requested resource}.
   */
  public static Optional<Refusal> in(String detail) {
    return Arrays.stream(values()).filter(one -> one.pattern.matcher(detail).find()).findFirst();
  }

  /** Why a request that was refused like this failed. */
  public FaultReason reason() {
    return reason;
  }

  /**
   * Whether the plan does not include the list, the product is off or the list cannot exist,
   * whatever the token may do.
   */
  public boolean concernsPlan() {
    return switch (this) {
      case CUSTOM_HOSTNAMES_OFF,
          ADVANCED_CERTIFICATES_OFF,
          CUSTOM_CERTIFICATES_OFF,
          ACCESS_OFF,
          PRODUCT_OFF,
          NO_USER ->
          true;
      case TOKEN_ADDRESS,
          TOKEN_DEAD,
          TOKEN_MALFORMED,
          TOO_MANY_ACCOUNTS,
          PERMISSION_MISSING,
          EDGE_BLOCK,
          UNKNOWN_ID ->
          false;
    };
  }

  /** The next step, for people. */
  public String advice() {
    return advice;
  }
}
