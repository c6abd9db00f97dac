package io.certvigil.cli.socket;

import io.certvigil.policy.Silence;
import io.certvigil.store.view.AckAnswer;
import io.certvigil.store.view.CommandChanges;
import io.certvigil.store.view.DeliveryOperationResult;
import io.certvigil.store.view.ReloadResult;
import io.certvigil.store.view.SilenceReach;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the daemon for changes, one request each. */
public final class SocketChanges implements CommandChanges {
  private static final String AUTHOR = "author";

  private final SocketApi api;

  SocketChanges(SocketApi api) {
    this.api = api;
  }

  @Override
  public AckAnswer ack(String alertKey, String by) {
    return api.change("ack", Map.of("key", alertKey, AUTHOR, by), AckAnswer.class);
  }

  @Override
  public AckAnswer unack(String alertKey, String by) {
    return api.change("unack", Map.of("key", alertKey, AUTHOR, by), AckAnswer.class);
  }

  @Override
  public SilenceReach add(Silence silence) {
    var fields = new LinkedHashMap<String, String>();
    for (var matcher : silence.matchers()) {
      var pair = matcher.split("=", 2);
      fields.put(pair[0], pair[1]);
    }
    fields.put("starts_at", silence.startsAt().toString());
    fields.put("ends_at", silence.endsAt().toString());
    fields.put("created_at", silence.createdAt().toString());
    fields.put("comment", silence.comment());
    fields.put(AUTHOR, silence.author());
    return api.change("silence", fields, SilenceReach.class);
  }

  @Override
  public boolean expire(String silence, String by) {
    return api.change("silence-end", Map.of("id", silence, AUTHOR, by), Boolean.class);
  }

  @Override
  public DeliveryOperationResult replay(long delivery, String by) {
    var fields = Map.of("id", String.valueOf(delivery), AUTHOR, by);
    return api.change("replay", fields, DeliveryOperationResult.class);
  }

  @Override
  public DeliveryOperationResult discard(long delivery, String by, String reason) {
    var fields = Map.of("id", String.valueOf(delivery), "reason", reason, AUTHOR, by);
    return api.change("discard", fields, DeliveryOperationResult.class);
  }

  /** Requests a sweep of everything now; returns the request's id. */
  public long requestSweep(String by) {
    return api.change("sweep", Map.of(AUTHOR, by), Long.class);
  }

  /**
   * Requests that the daemon reads its config again; returns the request's id.
   *
   * @param discardWaiting whether what waits for removed channels may be discarded
   */
  public long requestReload(String by, boolean discardWaiting) {
    var discard = String.valueOf(discardWaiting);
    return api.change("reload", Map.of(AUTHOR, by, "discard_waiting", discard), Long.class);
  }

  /** The summary line of the finished request; empty until then. */
  public Optional<String> summary(long request) {
    var id = Map.of("id", String.valueOf(request));
    return Stream.of(api.get(SocketApi.COMMANDS + "request", id, String[].class)).findFirst();
  }

  /** The result of the requested reload; empty until then. */
  public Optional<ReloadResult> reloadResult(long request) {
    return summary(request).map(ReloadResult::of);
  }

  @Override
  public boolean daemonRuns() {
    return api.client().isServed();
  }
}
