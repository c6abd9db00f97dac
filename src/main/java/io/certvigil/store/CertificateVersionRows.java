package io.certvigil.store;

import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.KnownScope;
import io.certvigil.diff.Presence;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Key;
import io.certvigil.model.Scope;
import io.certvigil.model.X509Fields;
import io.certvigil.store.sqlite.CanonicalText;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.sqlite.StoredAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tables {@code certificate} (the current version of each certificate) and {@code version} (the
 * earlier ones).
 */
final class CertificateVersionRows {
  /** The columns of a version, in the order of {@link #content} and {@link #certificate}. */
  static final String CONTENT =
      "certificate_id, name, status, in_use, managed, expiry, not_after, expiry_text, not_before,"
          + " issuer, serial, fingerprint, hosts, attributes";

  /**
   * How a version began: the certificate appeared (for the first time or again), or it was in the
   * first reading of the list.
   */
  static final String APPEARED = "appeared";

  static final String BASELINE = "baseline";

  /** Why a version ended without a next version. */
  static final String DISAPPEARED = "disappeared";

  static final String UNWATCHED = "unwatched";

  private static final String STATE = "presence, since, first_seen_at, last_seen_at";

  /** The columns of a current version, in the order of {@link #item(ResultRow, Instant)}. */
  static final String ALL = CONTENT + ", " + STATE;

  private static final String SELECT = "SELECT " + ALL + " FROM certificate";

  private static final String OF_SEVERAL =
      "SELECT scope, " + ALL + " FROM certificate WHERE scope BETWEEN ? AND ?";

  private static final String INSERT =
      "INSERT INTO certificate ("
          + ALL
          + ", valid_from, began, scope, key)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String OF = " WHERE scope = ? AND certificate_id = ?";

  private static final String UPDATE =
      "UPDATE certificate SET ("
          + ALL
          + ", valid_from, began, valid_to, ended)"
          + " = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)"
          + OF;

  private static final String PRESENCE =
      "UPDATE certificate SET (" + STATE + ", valid_to, ended) = (?, ?, ?, ?, ?, ?)" + OF;

  private static final String ARCHIVE =
      "INSERT INTO version ("
          + CONTENT
          + ", certificate, valid_from, valid_to, began, ended)"
          + " SELECT "
          + CONTENT
          + ", id, valid_from, coalesce(valid_to, ?), began, ended FROM certificate"
          + OF;

  private CertificateVersionRows() {}

  static Map<String, KnownCertificate> items(Session session, ScopeRow scope) {
    var id = scope.id();
    return items(session, List.of(scope), id, id).getOrDefault(id, Map.of());
  }

  /** Those of several scopes, of which the row ids are in this range, by row id of the scope. */
  static Map<Long, Map<String, KnownCertificate>> items(
      Session session, Collection<ScopeRow> scopes, long first, long last) {
    var completeAt = new HashMap<Long, @Nullable Instant>();
    var items = new HashMap<Long, Map<String, KnownCertificate>>();
    for (var scope : scopes) {
      completeAt.put(scope.id(), scope.health().completeAt());
      items.put(scope.id(), new HashMap<>());
    }
    session.each(
        OF_SEVERAL,
        row -> {
          var scope = row.number();
          var known = items.get(scope);
          if (known != null) {
            var item = item(row, completeAt.get(scope));
            known.put(item.certificate().id(), item);
          }
        },
        first,
        last);
    return items;
  }

  /** A certificate of this scope, including one that no longer exists. */
  static Optional<KnownCertificate> item(Session session, ScopeRow scope, String certificate) {
    return session.first(
        SELECT + OF, row -> item(row, scope.health().completeAt()), scope.id(), certificate);
  }

  /** Writes only the certificates that differ. */
  static void write(Session session, long scope, KnownScope before, KnownScope after, Instant now) {
    var appeared = before.baselined() ? APPEARED : BASELINE;
    for (var item : after.items().values()) {
      var id = item.certificate().id();
      var was = before.items().get(id);
      if (was == null) {
        insert(session, scope, before.scope(), item, appeared, now);
      } else if (item.absent() && !was.absent()) {
        session.update(PRESENCE, join(state(item), now, DISAPPEARED, scope, id));
      } else if (was.absent() && !item.absent()) {
        replace(session, scope, item, appeared, now);
      } else if (!was.certificate().equals(item.certificate())) {
        replace(session, scope, item, null, now);
      } else if (!was.presence().equals(item.presence())) {
        session.update(PRESENCE, join(state(item), null, null, scope, id));
      }
    }
  }

  /**
   * Marks every certificate of a scope that is no longer watched as absent, because its current
   * state is unknown.
   */
  static void unwatch(Session session, ScopeRow scope, Instant now) {
    session.update(
        """
        UPDATE certificate SET last_seen_at = CASE presence WHEN 'present'
            THEN max(last_seen_at, ?) ELSE last_seen_at END,
          presence = 'absent', since = ?, valid_to = ?, ended = ?
        WHERE scope = ? AND presence <> 'absent'
        """,
        scope.health().completeAt() == null ? 0L : scope.health().completeAt(),
        now,
        now,
        UNWATCHED,
        scope.id());
  }

  private static void insert(
      Session session, long row, Scope scope, KnownCertificate item, String began, Instant now) {
    var certificate = item.certificate();
    var key = Key.ofCertificate(scope, certificate.id());
    session.update(INSERT, join(content(certificate), state(item), now, began, row, key));
  }

  /**
   * For changed content, or for a certificate that came back: archives the earlier version and
   * begins a new one.
   */
  private static void replace(
      Session session, long scope, KnownCertificate item, @Nullable String began, Instant now) {
    var id = item.certificate().id();
    session.update(ARCHIVE, now, scope, id);
    session.update(UPDATE, join(content(item.certificate()), state(item), now, began, scope, id));
  }

  private static List<@Nullable Object> content(Certificate certificate) {
    var x509 = certificate.x509();
    return Arrays.asList(
        certificate.id(),
        certificate.name(),
        certificate.status(),
        certificate.inUse(),
        certificate.managed(),
        kind(certificate.expiry()),
        certificate.notAfter().orElse(null),
        certificate.expiry() instanceof Expiry.Unreadable unreadable ? unreadable.text() : null,
        x509.notBefore(),
        x509.issuer(),
        x509.serial(),
        x509.fingerprintSha256(),
        CanonicalText.list(x509.hosts()),
        StoredAttributes.text(certificate));
  }

  private static List<@Nullable Object> state(KnownCertificate item) {
    return Arrays.asList(
        word(item.presence()), since(item.presence()), item.firstSeenAt(), item.lastSeenAt());
  }

  private static @Nullable Object[] join(@Nullable Object... parts) {
    var values = new ArrayList<@Nullable Object>();
    for (var part : parts) {
      if (part instanceof List<?> list) {
        values.addAll(list);
      } else {
        values.add(part);
      }
    }
    return values.toArray();
  }

  /**
   * Reads the columns {@link #ALL}.
   *
   * @param completeAt the time of the last complete reading of the scope, which contained every
   *     present certificate
   */
  static KnownCertificate item(ResultRow row, @Nullable Instant completeAt) {
    var certificate = certificate(row);
    var presence = presence(row.text(), row.instantOrNull());
    var firstSeenAt = row.instant();
    var lastSeenAt = row.instant();
    boolean shown = presence instanceof Presence.Present;
    return new KnownCertificate(
        certificate, presence, firstSeenAt, shown ? later(lastSeenAt, completeAt) : lastSeenAt);
  }

  private static Instant later(Instant moment, @Nullable Instant other) {
    return other != null && other.isAfter(moment) ? other : moment;
  }

  static Certificate certificate(ResultRow row) {
    var certificate =
        new Certificate(
            row.text(),
            row.text(),
            row.text(),
            row.flagOrNull(),
            row.flag(),
            expiry(row.text(), row.instantOrNull(), row.text()),
            new X509Fields(
                row.instantOrNull(),
                row.textOrNull(),
                row.textOrNull(),
                row.textOrNull(),
                CanonicalText.list(row.textOrNull())),
            Map.of());
    var stored = StoredAttributes.of(row.textOrNull());
    return certificate.with(stored.attributes()).with(stored.pemCertificates());
  }

  private static String kind(Expiry expiry) {
    return switch (expiry) {
      case Expiry.On _ -> "on";
      case Expiry.Never _ -> "never";
      case Expiry.Unreadable _ -> "unreadable";
    };
  }

  private static Expiry expiry(String kind, @Nullable Instant at, String text) {
    return switch (kind) {
      case "never" -> new Expiry.Never();
      case "unreadable" -> new Expiry.Unreadable(text, at);
      default -> at == null ? new Expiry.Unreadable(text, null) : new Expiry.On(at);
    };
  }

  private static String word(Presence presence) {
    return switch (presence) {
      case Presence.Present _ -> "present";
      case Presence.Missing _ -> "missing";
      case Presence.Hidden _ -> "hidden";
      case Presence.Absent _ -> "absent";
    };
  }

  private static @Nullable Instant since(Presence presence) {
    return switch (presence) {
      case Presence.Present _ -> null;
      case Presence.Missing missing -> missing.since();
      case Presence.Hidden hidden -> hidden.since();
      case Presence.Absent absent -> absent.since();
    };
  }

  private static Presence presence(String word, @Nullable Instant since) {
    var moment = since == null ? Instant.EPOCH : since;
    return switch (word) {
      case "missing" -> new Presence.Missing(moment);
      case "hidden" -> new Presence.Hidden(moment);
      case "absent" -> new Presence.Absent(moment);
      default -> Presence.PRESENT;
    };
  }
}
