package io.certvigil.model;

import org.jspecify.annotations.Nullable;

/**
 * One list of Cloudflare: a source in one zone, in one account, or of the user of one credential.
 * It is the unit that is read, compared and committed together.
 *
 * @param account for the list of a user, which has none, a stand-in that names the credential
 * @param zone null if the list belongs to the account or the user
 */
public record Scope(Source source, ResourceRef account, @Nullable ResourceRef zone) {
  /** Begins the id of the stand-in for the account of a user; no id of an account has a colon. */
  private static final String USER = "user:";

  public Scope {
    var level = level(account, zone);
    if (!source.existsAt(level)) {
      throw new IllegalArgumentException("scope: " + source + " has no list at level " + level);
    }
  }

  public static Scope ofAccount(Source source, ResourceRef account) {
    return new Scope(source, account, null);
  }

  public static Scope ofZone(Source source, ResourceRef account, ResourceRef zone) {
    return new Scope(source, account, zone);
  }

  /** The list of the user to whom this credential belongs; only that credential can read it. */
  public static Scope ofUser(Source source, String credential) {
    return new Scope(source, userOf(credential), null);
  }

  /**
   * The stand-in for an account in the lists of the user of this credential. Patterns for accounts
   * match it too.
   */
  public static ResourceRef userOf(String credential) {
    return new ResourceRef(USER + credential, "the user of " + credential);
  }

  /** What the list belongs to: the zone, else the account or its stand-in. */
  public ResourceRef owner() {
    return zone == null ? account : zone;
  }

  public ScopeLevel level() {
    return level(account, zone);
  }

  private static ScopeLevel level(ResourceRef account, @Nullable ResourceRef zone) {
    if (zone != null) {
      return ScopeLevel.ZONE;
    }
    return account.id().startsWith(USER) ? ScopeLevel.USER : ScopeLevel.ACCOUNT;
  }

  /** A stable identity without names, such as {@code client_certificates/zone/023e...}. */
  public String key() {
    return switch (level()) {
      case ACCOUNT -> source.word() + "/account/" + account.id();
      case ZONE -> source.word() + "/zone/" + owner().id();
      case USER -> source.word() + "/user/" + account.id().substring(USER.length());
    };
  }

  /** Cloudflare's name of the permission to read it; Read is enough. */
  public String permission() {
    return level() == ScopeLevel.USER ? "API Tokens" : source.permission();
  }

  /** The page of Cloudflare's dashboard on which certificates of this scope are managed. */
  public String dashboardUrl() {
    return source.dashboardUrl(this);
  }

  /** For people: {@code client_certificates of example.com}. */
  @Override
  public String toString() {
    return source + " of " + owner().name();
  }
}
