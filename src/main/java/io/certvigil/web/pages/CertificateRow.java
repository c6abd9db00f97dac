package io.certvigil.web.pages;

import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.store.view.CertificateView;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as a row of a table.
 *
 * @param zone empty if the certificate belongs to the account itself
 * @param expiresAt null if unknown
 * @param link the page of Cloudflare's dashboard on which it is managed
 */
public record CertificateRow(
    String key,
    String name,
    String source,
    String account,
    String zone,
    String status,
    @Nullable Instant expiresAt,
    String link,
    Map<String, String> labels) {
  public CertificateRow {
    labels = Map.copyOf(labels);
  }

  public static CertificateRow of(CertificateView view) {
    var zone = view.zone();
    return new CertificateRow(
        view.key(),
        view.name(),
        view.source(),
        view.account().name(),
        zone == null ? "" : zone.name(),
        view.status(),
        view.notAfter(),
        link(view.source(), view.account(), zone),
        view.labels());
  }

  private static String link(String word, ResourceRef account, @Nullable ResourceRef zone) {
    return Source.of(word)
        .map(source -> new Scope(source, account, zone).dashboardUrl())
        .orElse("https://dash.cloudflare.com/");
  }
}
