package io.certvigil.store;

import io.certvigil.model.Glob;
import io.certvigil.model.ResourceRef;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.CertificateFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A certificate filter in two parts: the matching scopes, and an SQL condition for the rest. If the
 * filter does not limit the scopes, each is read when a certificate of it is found; otherwise the
 * matching ones are read first.
 */
final class FilterSql {
  private static final int FEW_CERTIFICATES = 10_000;

  /** The number of SQL parameters of the filter; those of the query itself follow. */
  static final int FILTER_PARAMETERS = 4;

  private final LongFunction<@Nullable ScopeRow> scopes;

  /** The matching ones; null if the filter does not limit them. */
  private final @Nullable Collection<ScopeRow> matching;

  private final @Nullable Object[] values;

  private FilterSql(
      LongFunction<@Nullable ScopeRow> scopes,
      @Nullable Collection<ScopeRow> matching,
      @Nullable Object... values) {
    this.scopes = scopes;
    this.matching = matching;
    this.values = values;
  }

  /** A filter over the scopes that are watched now. */
  static FilterSql watched(Session session, CertificateFilter filter, Instant now) {
    return limitsScopes(filter)
        ? of(ScopeRows.lists(session), filter, now)
        : of(session, ScopeRow::active, filter, now);
  }

  /** A filter over all scopes that were ever watched. */
  static FilterSql everWatched(Session session, CertificateFilter filter, Instant now) {
    return limitsScopes(filter)
        ? of(ScopeRows.allLists(session), filter, now)
        : of(session, _ -> true, filter, now);
  }

  private static boolean limitsScopes(CertificateFilter filter) {
    return filter.source() != null
        || filter.zone() != null
        || filter.account() != null
        || !filter.labels().isEmpty();
  }

  private static FilterSql of(
      Session session, Predicate<ScopeRow> wanted, CertificateFilter filter, Instant now) {
    var known = new HashMap<Long, Optional<ScopeRow>>();
    return new FilterSql(
        id ->
            known.computeIfAbsent(id, _ -> ScopeRows.list(session, id).filter(wanted)).orElse(null),
        null,
        values(filter, now));
  }

  private static FilterSql of(List<ScopeRow> rows, CertificateFilter filter, Instant now) {
    var scopes = new HashMap<Long, ScopeRow>();
    for (var row : rows) {
      if (matches(row, filter)) {
        scopes.put(row.id(), row);
      }
    }
    boolean all = scopes.size() == rows.size();
    return new FilterSql(scopes::get, all ? null : scopes.values(), values(filter, now));
  }

  private static @Nullable Object[] values(CertificateFilter filter, Instant now) {
    var word = searchText(filter.text());
    var fingerprint = word == null ? null : withoutColons(word);
    var within = filter.expiringWithin();
    return new @Nullable Object[] {
      fingerprint,
      fingerprint == null || containsJsonSyntax(fingerprint) ? null : fingerprint,
      filter.status(),
      within == null ? null : now.plus(within)
    };
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
    return scopes.apply(id);
  }

  /**
   * The ids of the matching scopes as a JSON array, if they contain so few certificates that
   * reading them scope by scope is faster; null otherwise.
   */
  @Nullable String scopeIdsIfFew() {
    if (matching == null || matching.stream().mapToLong(ScopeRow::items).sum() > FEW_CERTIFICATES) {
      return null;
    }
    return matching.stream().map(ScopeRow::id).toList().toString();
  }

  /** Whether certificates of every scope match. */
  boolean allScopes() {
    return matching == null;
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
