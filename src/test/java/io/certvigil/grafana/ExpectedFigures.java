package io.certvigil.grafana;

import java.util.LinkedHashMap;
import java.util.Map;

/** The expected values of panels with one figure, by their titles. */
final class ExpectedFigures {
  private ExpectedFigures() {}

  static Map<String, Number> of(SimulatedFigures truth) {
    var figures = new LinkedHashMap<String, Number>();
    figures.put("certificates / Certificates", truth.certificates());
    figures.put("certificates / Expired", truth.within(0));
    figures.put("certificates / Expire in 7 days", truth.within(7) - truth.within(0));
    figures.put("certificates / Expire in 30 days", truth.within(30) - truth.within(0));
    figures.put("certificates / Expire in 90 days", truth.within(90) - truth.within(0));
    figures.put("certificates / Firing alerts", truth.firing());
    figures.put("certificates / Permission denied", 2);
    figures.put("certificates / Time left / expired", truth.within(0));
    figures.put("certificates / Time left / under 7 d", truth.within(7) - truth.within(0));
    figures.put("certificates / Time left / 7 to 14 d", truth.within(14) - truth.within(7));
    figures.put("certificates / Time left / 14 to 30 d", truth.within(30) - truth.within(14));
    figures.put("certificates / Time left / 30 to 60 d", truth.within(60) - truth.within(30));
    figures.put("certificates / Time left / 60 to 90 d", truth.within(90) - truth.within(60));
    figures.put("operations / Scrape", 1);
    figures.put("operations / Stale lists", 0);
    figures.put("operations / Configuration", 1);
    figures.put("delivery / Critical", truth.firing("critical"));
    figures.put("delivery / Warning", truth.firing("warning"));
    figures.put("delivery / Info", truth.firing("info"));
    figures.put("delivery / Given up", 0);
    figures.put("overview / Certvigil", 1);
    figures.put("overview / Critical alerts", truth.firing("critical"));
    figures.put("overview / Warnings", truth.firing("warning"));
    figures.put("overview / Expired", truth.within(0));
    figures.put("overview / Expire in 7 days", truth.within(7) - truth.within(0));
    figures.put("overview / Expire in 30 days", truth.within(30) - truth.within(0));
    figures.put("estate / Certificates", truth.certificates());
    figures.put("estate / Accounts", truth.accounts());
    figures.put("estate / Zones", truth.zones());
    figures.put("estate / Lists", truth.lists());
    figures.put("estate / Expire within a quarter", truth.inWeeks(0, 13));
    figures.put("estate / Expire within a year", truth.inWeeks(0, 52));
    figures.put("estate / Expire later", truth.inWeeks(52, Integer.MAX_VALUE));
    figures.put("estate / Without expiry", truth.withoutExpiry());
    return figures;
  }
}
