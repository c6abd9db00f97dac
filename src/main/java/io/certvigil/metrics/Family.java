package io.certvigil.metrics;

import java.util.Locale;

/**
 * Every metric of this page, in the order of the page. The names are part of the outward contract.
 */
enum Family {
  CERTIFICATES(
      "certificates", Type.GAUGE, "Certificates by the status that Cloudflare gives them."),
  WITHOUT_EXPIRY(
      "certificates_without_expiry",
      Type.GAUGE,
      "Certificates that never expire by design (none), or whose expiry cannot be read"
          + " (unreadable)."),
  EARLIEST(
      "earliest_not_after_timestamp_seconds",
      Type.GAUGE,
      "The earliest expiry of a certificate of this list, including expired certificates,"
          + " without revoked and deleted ones."),
  LAST_SUCCESS(
      "reading_last_success_timestamp_seconds",
      Type.GAUGE,
      "When this list was last read completely."),
  LAST_ATTEMPT(
      "reading_last_attempt_timestamp_seconds",
      Type.GAUGE,
      "When the last attempt to read this list was made."),
  ITEMS("reading_items", Type.GAUGE, "Items that the last reading of this list returned."),
  EXPECTED(
      "reading_items_expected", Type.GAUGE, "Items that the last reading of this list announced."),
  PERMITTED(
      "reading_permitted",
      Type.GAUGE,
      "Whether Cloudflare permits the credential to read this list: 1 yes, 0 no."),
  EXPIRING(
      "certificates_expiring",
      Type.GAUGE,
      "Certificates that expire within this time, cumulative: expired ones count in every bucket,"
          + " revoked and deleted ones in none."),
  EXPIRING_IN_WEEK(
      "certificates_expiring_in_week",
      Type.GAUGE,
      "Certificates that expire in this week from now, 0 being the next seven days; no expired,"
          + " revoked or deleted ones."),
  CHANGES("certificate_changes", Type.COUNTER, "Changes of certificates since the start."),
  ALERTS("alerts", Type.GAUGE, "Firing alerts; source is empty for those not about a certificate."),
  CONDITIONS(
      "conditions",
      Type.GAUGE,
      "Reported conditions that block renewals or will end with a deletion; source is empty for"
          + " zones."),
  EVENTS("events", Type.COUNTER, "Events decided since the start."),
  ACCOUNT("account", Type.INFO, "Accounts and their names."),
  ZONE("zone", Type.INFO, "Zones, their names and their accounts."),
  BUILD("build", Type.INFO, "Version and revision of this daemon."),
  SERIES("certificate_series", Type.GAUGE, "Certificates that have their own series."),
  SERIES_DROPPED(
      "certificate_series_dropped",
      Type.GAUGE,
      "Certificates that should have their own series but exceed metrics.max_series."),
  NOT_AFTER("certificate_not_after_timestamp_seconds", Type.GAUGE, "When the certificate expires."),
  DAYS(
      "certificate_days_to_expiry",
      Type.GAUGE,
      "Whole days until the certificate expires, rounded down, negative once it has expired."),
  CERTIFICATE("certificate", Type.INFO, "Properties of the certificate.");

  enum Type {
    GAUGE(""),
    COUNTER("_total"),
    INFO("_info");

    private final String suffix;

    Type(String suffix) {
      this.suffix = suffix;
    }
  }

  private final String base;
  private final Type type;
  private final String help;

  Family(String base, Type type, String help) {
    this.base = "certvigil_" + base;
    this.type = type;
    this.help = help;
  }

  /** The name at the start of its lines; the same in both formats. */
  String sampleName() {
    return base + type.suffix;
  }

  /** The name without suffix, under which it is registered. */
  String base() {
    return base;
  }

  String header(ExpositionFormat format) {
    var open = format == ExpositionFormat.OPENMETRICS;
    var name = open ? base : sampleName();
    var word = !open && type == Type.INFO ? "gauge" : type.name().toLowerCase(Locale.ROOT);
    return "# HELP " + name + " " + help + "\n# TYPE " + name + " " + word + "\n";
  }
}
