package io.certvigil.notify.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.certvigil.notify.EventDocument;
import io.certvigil.notify.Route;
import io.certvigil.notify.TestEvents;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Policy;
import io.certvigil.policy.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoutingTest {
  private static final JsonObject EVENT = TestEvents.json("certificate.escalated", "warning");

  @Test
  void everyChannel_whenNoRoute() {
    assertThat(to(EVENT)).containsExactly("hook", "other");
  }

  @Test
  void everyChannel_whenNoRouteMatches() {
    assertThat(to(EVENT, route(match("custom_certificates", "", "", ""), "hook")))
        .containsExactly("hook", "other");
  }

  @Test
  void everyChannel_forASilenceOfEverything_whateverTheRoutesAre() {
    var event = TestEvents.json("silence.of_everything", "warning");

    assertThat(to(event, route(Matcher.ALL, "hook"))).containsExactly("hook", "other");
    assertThat(to(event, route(Matcher.ALL))).containsExactly("hook", "other");
  }

  @Test
  void firstMatch_wins() {
    assertThat(to(EVENT, route(Matcher.ALL, "hook"), route(Matcher.ALL, "other")))
        .containsExactly("hook");
  }

  @Test
  void laterRoute_isEvaluated_withContinue() {
    var first = new Route(Matcher.ALL, Severity.INFO, List.of(), List.of("hook"), true);

    assertThat(to(EVENT, first, route(Matcher.ALL, "other"))).containsExactly("hook", "other");
  }

  @Test
  void noChannel_whenRouteNamesNone() {
    assertThat(to(EVENT, route(Matcher.ALL))).isEmpty();
  }

  @Test
  void lowerSeverity_doesNotMatch() {
    var critical = new Route(Matcher.ALL, Severity.CRITICAL, List.of(), List.of("hook"), false);

    assertThat(to(EVENT, critical)).containsExactly("hook", "other");
  }

  @Test
  void fields_areMatchedByGlob() {
    for (var match :
        List.of(
            match("client_*", "", "", ""),
            match("", "*.COM", "", ""),
            match("", "", "a1", ""),
            match("", "", "acm?", ""),
            match("", "", "", "device-*"),
            new Matcher("", "", "", "", Map.of("team", "plat*")))) {
      assertThat(to(EVENT, route(match, "hook"))).as(match.toString()).containsExactly("hook");
    }
  }

  @Test
  void missingField_doesNotMatch() {
    var event = EVENT.deepCopy();
    event.getAsJsonObject("certificate").add("zone", JsonNull.INSTANCE);

    assertThat(to(event, route(match("", "*", "", ""), "hook"))).containsExactly("hook", "other");
  }

  @Test
  void eventWithoutCertificate_matchesARouteWithoutMatchers() {
    var event = EVENT.deepCopy();
    event.add("certificate", JsonNull.INSTANCE);

    assertThat(to(event, route(Matcher.ALL, "hook"))).containsExactly("hook");
  }

  @Test
  void types_areGlobs() {
    assertThat(to(EVENT, typed("certificate.*"))).containsExactly("hook");
    assertThat(to(EVENT, typed("source.*"))).containsExactly("hook", "other");
  }

  @Test
  void renewed_isSentToNoChannel_byDefault() {
    assertThat(to(TestEvents.json("certificate.renewed", "info"))).isEmpty();
    assertThat(to(TestEvents.json("certificate.appeared", "info"))).isEmpty();
  }

  @Test
  void renewed_doesNotMatchAWildcard() {
    assertThat(to(TestEvents.json("certificate.renewed", "info"), typed("certificate.*")))
        .isEmpty();
    assertThat(to(TestEvents.json("certificate.renewed", "info"), route(Matcher.ALL, "hook")))
        .isEmpty();
  }

  @Test
  void renewed_matches_whenItIsNamed() {
    assertThat(
            to(
                TestEvents.json("certificate.renewed", "info"),
                typed("certificate.*", "certificate.renewed")))
        .containsExactly("hook");
  }

  @Test
  void failingChannel_isReportedOnTheOthers_whateverTheRoutes() {
    for (var type : List.of("channel.failing", "channel.recovered")) {
      var failing = about(type, Policy.channelAlertKey("hook"));

      assertThat(to(failing)).containsExactly("other");
      assertThat(to(failing, route(Matcher.ALL, "hook"))).containsExactly("other");
    }
    assertThat(to(about("delivery.expired", Policy.expiredDeliveryAlertKey("hook"))))
        .containsExactly("other");
  }

  @Test
  void expiredDelivery_isReportedOnItsOwnChannel_whenThereIsNoOther() {
    var lost = about("delivery.expired", Policy.expiredDeliveryAlertKey("hook"));

    assertThat(new Routing(List.of(), Set.of("hook")).goesTo("hook", EventDocument.of(lost)))
        .isTrue();
  }

  @Test
  void channelKeyOfAnotherEventType_isRoutedNormally() {
    assertThat(to(about("source.unreadable", Policy.channelAlertKey("hook"))))
        .containsExactly("hook", "other");
  }

  @Test
  void unrouted_isOnlyWhatMatchesNoRoute() {
    var none = new Routing(List.of(), Set.of("hook"));
    var other = new Routing(List.of(route(match("saml*", "", "", ""), "hook")), Set.of("hook"));

    assertThat(none.unrouted(EventDocument.of(EVENT))).isFalse();
    assertThat(other.unrouted(EventDocument.of(EVENT))).isTrue();
    assertThat(other.unrouted(EventDocument.of(TestEvents.json("certificate.renewed", "info"))))
        .isFalse();
  }

  private static JsonObject about(String type, String key) {
    var event = TestEvents.json(type, "warning");
    event.add("certificate", JsonNull.INSTANCE);
    event.getAsJsonObject("alert").addProperty("key", key);
    return event;
  }

  private static List<String> to(JsonObject event, Route... routes) {
    var channels = new ArrayList<>(List.of("hook", "other"));
    channels.removeIf(
        channel ->
            !new Routing(List.of(routes), Set.of("hook", "other"))
                .goesTo(channel, EventDocument.of(event)));
    return channels;
  }

  private static Route route(Matcher match, String... to) {
    return new Route(match, Severity.INFO, List.of(), List.of(to), false);
  }

  private static Route typed(String... types) {
    return new Route(Matcher.ALL, Severity.INFO, List.of(types), List.of("hook"), false);
  }

  private static Matcher match(String source, String zone, String account, String name) {
    return new Matcher(source, zone, account, name, Map.of());
  }
}
