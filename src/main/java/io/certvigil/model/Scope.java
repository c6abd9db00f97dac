package io.certvigil.model;

import org.jspecify.annotations.Nullable;

/**
 * One list of Cloudflare: a source in one zone or in one account. It is the unit that is read,
 * compared and committed together.
 *
 * @param zone null if the list belongs to the account
 */
public record Scope(Source source, ResourceRef account, @Nullable ResourceRef zone) {
  public Scope {
    var level = zone == null ? ScopeLevel.ACCOUNT : ScopeLevel.ZONE;
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

  /** What the list belongs to: the zone, else the account. */
  public ResourceRef owner() {
    return zone == null ? account : zone;
  }

  public ScopeLevel level() {
    return zone == null ? ScopeLevel.ACCOUNT : ScopeLevel.ZONE;
  }

  /** A stable identity without names, such as {@code client_certificates/zone/023e...}. */
  public String key() {
    return source.word() + (zone == null ? "/account/" : "/zone/") + owner().id();
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
