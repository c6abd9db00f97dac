package io.certvigil.diff;

import io.certvigil.model.Certificate;
import io.certvigil.model.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares a reading with the known state of its scope. Only a {@link Reading.Complete} can prove
 * that a certificate is missing.
 */
public final class Diff {
  private Diff() {}

  /**
   * The changes that this reading proves: in the order of the reading, then the missing
   * certificates. Empty for a failed reading. If an id occurs twice, the first one counts.
   */
  public static List<Change> between(KnownScope known, Reading reading, Instant now) {
    return switch (reading) {
      case Reading.Complete complete -> compareComplete(known, complete.certificates(), now);
      case Reading.Partial partial -> compareSeen(known, partial.seen(), new HashSet<>());
      case Reading.Failed _ -> List.of();
    };
  }

  /** The differences between two states of a certificate; empty if there are none. */
  public static List<Change> between(Certificate before, Certificate after) {
    var changes = new ArrayList<Change>();
    CertificateComparison.compare(before, after, changes);
    return List.copyOf(changes);
  }

  private static List<Change> compareComplete(
      KnownScope known, List<Certificate> certificates, Instant now) {
    var ids = HashSet.<String>newHashSet(certificates.size());
    var changes = compareSeen(known, certificates, ids);
    changes.addAll(findMissing(known, ids, now));
    return changes;
  }

  private static List<Change> compareSeen(
      KnownScope known, List<Certificate> seen, Set<String> ids) {
    var changes = new ArrayList<Change>();
    for (var certificate : seen) {
      if (ids.add(certificate.id())) {
        compareSeen(known, certificate, changes);
      }
    }
    return changes;
  }

  private static void compareSeen(KnownScope known, Certificate certificate, List<Change> changes) {
    var item = known.items().get(certificate.id());
    if (item == null) {
      changes.add(new Change.Appeared(certificate, !known.baselined(), false));
      return;
    }
    var after = CertificateComparison.keepLastKnownExpiry(item.certificate(), certificate);
    switch (item.presence()) {
      case Presence.Present _ -> {}
      case Presence.Missing _, Presence.Hidden _ -> changes.add(new Change.Found(after));
      case Presence.Absent _ -> changes.add(new Change.Appeared(after, !known.baselined(), true));
    }
    CertificateComparison.compare(item.certificate(), after, changes);
  }

  private static List<Change> findMissing(KnownScope known, Set<String> seen, Instant now) {
    var absence = new Absence(known.items().values(), item -> missingSince(item, seen, now));
    var changes = new ArrayList<Change>();
    for (var item : known.items().values()) {
      if (seen.contains(item.certificate().id())) {
        continue;
      }
      switch (item.presence()) {
        case Presence.Present _ -> changes.add(new Change.Missed(item.certificate(), now));
        case Presence.Missing(var since) -> {
          if (absence.isProved(since, known.interval(), now)) {
            changes.add(new Change.Disappeared(item.certificate(), since));
          }
        }
        case Presence.Hidden _, Presence.Absent _ -> {}
      }
    }
    return changes;
  }

  private static Instant missingSince(KnownCertificate item, Set<String> seen, Instant now) {
    if (seen.contains(item.certificate().id())) {
      return Absence.NOT_MISSING;
    }
    return item.presence() instanceof Presence.Missing(var since) ? since : now;
  }
}
