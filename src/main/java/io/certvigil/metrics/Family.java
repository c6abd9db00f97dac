package io.certvigil.metrics;

import java.util.Locale;

/** Every metric of this page, in the order of the page. Names are the contract's. */
enum Family {
  CERTIFICATES(
      "certificates", Type.GAUGE, "Certificates by the status that Cloudflare gives them."),
  WITHOUT_EXPIRY(
      "certificates_without_expiry",
      Type.GAUGE,
      "Certificates that have no end by design (none), or whose end cannot be read (unreadable)."),
  EARLIEST(
      "earliest_not_after_timestamp_seconds",
      Type.GAUGE,
      "The earliest end of a certificate of this list, expired ones too, revoked and deleted not."),
  LAST_SUCCESS(
      "reading_last_success_timestamp_seconds",
      Type.GAUGE,
      "When this list was last read completely."),
  LAST_ATTEMPT(
      "reading_last_attempt_timestamp_seconds",
      Type.GAUGE,
      "When reading this list was last tried."),
  ITEMS("reading_items", Type.GAUGE, "Items that the last reading of this list brought."),
  EXPECTED(
      "reading_items_expected", Type.GAUGE, "Items that the last reading of this list announced."),
  PERMITTED(
      "reading_permitted",
      Type.GAUGE,
      "Whether Cloudflare lets the credential read this list: 1 yes, 0 no."),
  EXPIRING(
      "certificates_expiring",
      Type.GAUGE,
      "Certificates that end within this time, cumulative: expired ones count in every bucket,"
          + " revoked and deleted ones in none."),
  EXPIRING_IN_WEEK(
      "certificates_expiring_in_week",
      Type.GAUGE,
      "Certificates that end in this week from now, 0 being the next seven days; no expired,"
          + " revoked or deleted ones."),
  CHANGES("certificate_changes", Type.COUNTER, "Changes of certificates since the start."),
  ALERTS("alerts", Type.GAUGE, "Alerts that fire; source is empty for those about no certificate."),
  EVENTS("events", Type.COUNTER, "Events decided since the start."),
  ACCOUNT("account", Type.INFO, "Accounts and their names."),
  ZONE("zone", Type.INFO, "Zones, their names and their accounts."),
  BUILD("build", Type.INFO, "Version and revision of this daemon."),
  SERIES("certificate_series", Type.GAUGE, "Certificates that have series of their own."),
  SERIES_DROPPED(
      "certificate_series_dropped",
      Type.GAUGE,
      "Certificates that should have series of their own but are beyond metrics.max_series."),
  NOT_AFTER("certificate_not_after_timestamp_seconds", Type.GAUGE, "When the certificate ends."),
  DAYS(
      "certificate_days_to_expiry",
      Type.GAUGE,
      "Whole days until the certificate ends, rounded down, negative once it has expired."),
  CERTIFICATE("certificate", Type.INFO, "What is known of the certificate.");

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

  /** What its lines begin with; the same in both formats. */
  String sampleName() {
    return base + type.suffix;
  }

  /** The name without suffix, by which a registry knows it. */
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
