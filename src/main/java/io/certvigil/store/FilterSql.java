package io.certvigil.store;

import io.certvigil.model.Glob;
import io.certvigil.model.ResourceRef;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.CertificateFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A certificate filter in two parts: the set of matching scopes, held in memory because they are
 * few, and an SQL condition for the rest.
 */
final class FilterSql {
  private static final int FEW_CERTIFICATES = 10_000;

  /** The number of SQL parameters of the filter; those of the query itself follow. */
  static final int FILTER_PARAMETERS = 4;

  private final Map<Long, ScopeRow> scopes;
  private final boolean all;
  private final @Nullable Object[] values;

  private FilterSql(Map<Long, ScopeRow> scopes, boolean all, @Nullable Object... values) {
    this.scopes = scopes;
    this.all = all;
    this.values = values;
  }

  /** A filter over the scopes that are watched now. */
  static FilterSql watched(Session session, CertificateFilter filter, Instant now) {
    return of(ScopeRows.lists(session), filter, now);
  }

  /** A filter over all scopes that were ever watched. */
  static FilterSql everWatched(Session session, CertificateFilter filter, Instant now) {
    return of(ScopeRows.allLists(session), filter, now);
  }

  private static FilterSql of(List<ScopeRow> rows, CertificateFilter filter, Instant now) {
    var scopes = new HashMap<Long, ScopeRow>();
    for (var row : rows) {
      if (matches(row, filter)) {
        scopes.put(row.id(), row);
      }
    }
    var word = searchText(filter.text());
    var fingerprint = word == null ? null : withoutColons(word);
    var within = filter.expiringWithin();
    return new FilterSql(
        scopes,
        scopes.size() == rows.size(),
        fingerprint,
        fingerprint == null || containsJsonSyntax(fingerprint) ? null : fingerprint,
        filter.status(),
        within == null ? null : now.plus(within));
  }

  /**
   * The SQL condition of the filter, for use in a WHERE clause.
   *
   * @param content the table with name, status and expiry
   * @param certificate the table with the key
   */
  static String sql(String content, String certificate) {
    return """
     (?1 IS NULL OR {certificate}.key = ?1 OR instr(lower({content}.certificate_id), ?1)
       OR instr(lower({content}.name), ?1) OR instr({content}.serial, ?1)
       OR instr({content}.fingerprint, ?1) OR instr(lower({content}.hosts), ?2))
     AND (?3 IS NULL OR {content}.status = ?3) AND (?4 IS NULL OR {content}.not_after < ?4)
    """
        .replace("{content}", content)
        .replace("{certificate}", certificate);
  }

  /** The scope with this row id; null if the filter does not match it. */
  @Nullable ScopeRow scope(long id) {
    return scopes.get(id);
  }

  /**
   * The ids of the matching scopes as a JSON array, if they contain so few certificates that
   * reading them scope by scope is faster; null otherwise.
   */
  @Nullable String scopeIdsIfFew() {
    long items = scopes.values().stream().mapToLong(ScopeRow::items).sum();
    return all || items > FEW_CERTIFICATES ? null : scopes.keySet().toString();
  }

  /** Whether the filter limits the expiry, so that certificates without a date do not match. */
  boolean limitsExpiry() {
    return values[FILTER_PARAMETERS - 1] != null;
  }

  /** The parameters of {@link #sql}, followed by the given ones. */
  @Nullable Object[] parameters(@Nullable Object... own) {
    var all = new ArrayList<@Nullable Object>(Arrays.asList(values));
    all.addAll(Arrays.asList(own));
    return all.toArray();
  }

  static boolean matches(ScopeRow row, CertificateFilter filter) {
    var watched = row.requireWatched();
    var scope = watched.scope();
    return (filter.source() == null || filter.source() == scope.source())
        && matchesName(filter.zone(), scope.zone())
        && matchesName(filter.account(), scope.account())
        && matchesLabels(filter.labels(), watched.labels());
  }

  private static boolean matchesName(@Nullable String glob, @Nullable ResourceRef ref) {
    if (glob == null) {
      return true;
    }
    var named = new Glob(glob);
    return ref != null && (named.matches(ref.id()) || named.matches(ref.name()));
  }

  private static boolean matchesLabels(Map<String, String> wanted, Map<String, String> labels) {
    return wanted.entrySet().stream()
        .allMatch(
            label -> {
              var value = labels.get(label.getKey());
              return value != null && new Glob(label.getValue()).matches(value);
            });
  }

  /** Lower case for ASCII letters only, as in SQLite; null if there is nothing to search for. */
  static @Nullable String searchText(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    var word = new StringBuilder(text.strip());
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      word.setCharAt(i, c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c);
    }
    return word.toString();
  }

  private static String withoutColons(String word) {
    return word.matches("([0-9a-f]{2}:)+[0-9a-f]{2}") ? word.replace(":", "") : word;
  }

  /**
   * Hosts are stored as a JSON array. A text with JSON syntax would match the array instead of a
   * host.
   */
  private static boolean containsJsonSyntax(String word) {
    return word.chars().anyMatch(c -> "[]\",\\".indexOf(c) >= 0);
  }
}
