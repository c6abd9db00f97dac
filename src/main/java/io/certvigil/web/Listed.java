package io.certvigil.web;

import io.certvigil.model.Ref;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.store.view.CertificateView;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A certificate in a list.
 *
 * @param zone empty where it hangs below the account
 * @param end null where none is known
 * @param link Cloudflare's page on which it is mended
 */
record Listed(
    String key,
    String name,
    String source,
    String account,
    String zone,
    String status,
    @Nullable Instant end,
    String link,
    Map<String, String> labels) {
  Listed {
    labels = Map.copyOf(labels);
  }

  static Listed of(CertificateView view) {
    var zone = view.zone();
    return new Listed(
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

  private static String link(String word, Ref account, @Nullable Ref zone) {
    return Source.of(word)
        .map(source -> new Scope(source, account, zone).dashboard())
        .orElse("https://dash.cloudflare.com/");
  }
}
