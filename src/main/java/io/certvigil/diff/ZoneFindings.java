package io.certvigil.diff;

import io.certvigil.model.Actor;
import io.certvigil.model.ConditionKind;
import io.certvigil.model.Finding;
import io.certvigil.model.Findings;
import io.certvigil.model.Zone;
import java.util.List;

/**
 * What the state of a zone means for it and its certificates.
 *
 * @see <a href="https://developers.cloudflare.com/dns/zone-setups/reference/domain-status/">Domain
 *     statuses</a>
 */
public final class ZoneFindings {
  private static final int MOVED_DAYS = 7;
  private static final int PENDING_DAYS = 28;

  private ZoneFindings() {}

  /** Nothing at all if the status of the zone is unknown. */
  public static Findings of(Zone zone) {
    if (!zone.status().known()) {
      return Findings.NONE;
    }
    var subjects = List.of(zone.zone().id());
    return switch (zone.status().status()) {
      case "moved" -> new Findings(subjects, List.of(moved(zone)));
      case "pending", "initializing" -> new Findings(subjects, List.of(pending(zone)));
      default -> new Findings(subjects, List.of());
    };
  }

  private static Finding moved(Zone zone) {
    var cause =
        "the zone has moved away: its registrar names other name servers, and Cloudflare renews"
            + " none of its certificates";
    return finding(zone, Finding.Stage.FAILED, cause, "moved", MOVED_DAYS);
  }

  private static Finding pending(Zone zone) {
    var cause =
        zone.status().type().equals("partial")
            ? "the zone is not active: its DNS does not have the record that verifies it"
            : "the zone is not active: its registrar does not name the name servers of Cloudflare";
    return finding(zone, Finding.Stage.NEW, cause, "pending", PENDING_DAYS);
  }

  private static Finding finding(
      Zone zone, Finding.Stage stage, String cause, String causeId, int days) {
    var paused = zone.status().paused() ? ", and it is paused" : "";
    return new Finding(
        ConditionKind.ZONE_AT_RISK,
        new Finding.Subject(Finding.SubjectType.ZONE, zone.zone().id(), zone.zone().name()),
        stage,
        cause + paused,
        causeId,
        Actor.YOU,
        List.of(),
        List.of(),
        null,
        // Zones of paid plans stay until the plan ends or another account activates them.
        zone.status().plan().equals("free") ? days : 0);
  }
}
