package io.certvigil.campaign;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges what a daemon did from the outside: its database as plain SQL and the receivers' logs. It
 * shares no code with the daemon.
 */
final class CampaignVerifier {
  private static final Set<String> RUNGS =
      Set.of("certificate.expiring", "certificate.escalated", "certificate.expired");

  /** Told only where a route asks, and none does. */
  private static final Set<String> UNTOLD = Set.of("certificate.renewed", "certificate.appeared");

  private final Connection database;

  CampaignVerifier(Connection database) {
    this.database = database;
  }

  /** An event that was decided, with what is in it. */
  record Decided(long position, String id, String type, String alertKey, JsonObject json) {}

  History history(List<DeliveryTarget> lines) throws SQLException {
    var decided = decided();
    var verdicts = new ArrayList<CampaignResult>();
    for (var line : lines) {
      verdicts.add(new TargetVerifier(database, line).verdict(decided));
    }
    return new History(
        decided.size(),
        decidedTwice(decided),
        number(
            "SELECT count(*) FROM delivery WHERE state NOT IN ('DELIVERED', 'READY', 'SENDING')"),
        verdicts,
        text("PRAGMA integrity_check"));
  }

  private List<Decided> decided() throws SQLException {
    var all = new ArrayList<Decided>();
    try (var statement = database.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT position, id, type, alert_key, json FROM event ORDER BY position")) {
      while (rows.next()) {
        if (!UNTOLD.contains(rows.getString(3))) {
          all.add(
              new Decided(
                  rows.getLong(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getString(4),
                  JsonParser.parseString(rows.getString(5)).getAsJsonObject()));
        }
      }
    }
    return all;
  }

  /** The same rung of the same certificate, date and episode under more than one id. */
  private static long decidedTwice(List<Decided> decided) {
    var ids = new HashMap<String, Set<String>>();
    for (var event : decided) {
      if (RUNGS.contains(event.type())) {
        var alert = event.json().getAsJsonObject("alert");
        var end = event.json().getAsJsonObject("certificate").get("not_after");
        var fact =
            "%s|%s|%s|%s".formatted(event.alertKey(), end, alert.get("episode"), alert.get("rung"));
        ids.computeIfAbsent(fact, _ -> new HashSet<>()).add(event.id());
      }
    }
    return ids.values().stream().filter(same -> same.size() > 1).count();
  }

  private long number(String sql) throws SQLException {
    return Long.parseLong(text(sql));
  }

  private String text(String sql) throws SQLException {
    try (var statement = database.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "no answer";
    }
  }

  /**
   * @param decided events that a channel is to be told of
   * @param closedUntold deliveries that were closed and not delivered
   */
  record History(
      long decided,
      long decidedTwice,
      long closedUntold,
      List<CampaignResult> verdicts,
      String integrity) {

    boolean open() {
      return verdicts.stream().anyMatch(verdict -> verdict.open() > 0);
    }

    void print(String title) {
      Campaign.say(
          "%s: %d events, decided twice %d, closed untold %d, integrity_check %s"
              .formatted(title, decided, decidedTwice, closedUntold, integrity));
      var rows = new ArrayList<List<String>>();
      rows.add(CampaignResult.HEAD);
      verdicts.forEach(verdict -> rows.add(verdict.row()));
      Campaign.table(rows);
    }

    /** The faults, in words; empty where there are none. */
    List<String> faults() {
      var faults = new ArrayList<String>();
      Map.of("decided twice", decidedTwice, "closed untold", closedUntold)
          .forEach((what, count) -> CampaignResult.fault(faults, what, count));
      verdicts.forEach(verdict -> faults.addAll(verdict.faults()));
      if (!integrity.equals("ok")) {
        faults.add("integrity_check: " + integrity);
      }
      return faults;
    }
  }
}
