package io.certvigil.web.pages.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.policy.ChannelStatus.Failures;
import io.certvigil.policy.ChannelStatus.State;
import io.certvigil.policy.Severity;
import io.certvigil.store.view.Backlog;
import io.certvigil.web.html.PageLayout;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.pages.ChannelLine;
import io.certvigil.web.pages.ChannelsPage;
import io.certvigil.web.pages.ChannelsView;
import io.certvigil.web.site.DaemonInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The overview and the channels page show the same status of a channel. */
class ChannelStatusPagesTest {
  private static final Instant NOW = OverviewViews.TODAY;
  private static final Pattern DOT = Pattern.compile("<span class='dot [^>]*></span>");
  private static final PageLayout LAYOUT = new PageLayout(OverviewViews.ABOUT, NOW, "");

  /** Times around the limit of 15 minutes and far from it; null for none. */
  private static List<@Nullable Instant> moments() {
    var moments = new ArrayList<@Nullable Instant>();
    moments.add(null);
    for (int seconds : List.of(-60, 0, 1, 899, 900, 901, 100_000)) {
      moments.add(NOW.minusSeconds(seconds));
    }
    return moments;
  }

  static Stream<ChannelLine> lines() {
    var lines = Stream.<ChannelLine>builder();
    for (var failing : moments()) {
      for (var oldest : moments()) {
        for (boolean configuration : List.of(true, false)) {
          var reason = failing == null ? null : configuration ? "unauthorized" : "timeout";
          var failures =
              failing == null
                  ? null
                  : new Failures(failing, 2, null, 0, configuration ? "routing_key" : null);
          long pending = oldest == null ? 0 : 3;
          var backlog = new Backlog("hook", pending, oldest, NOW, reason, failures, null);
          lines.add(ChannelLine.of(backlog, NOW));
        }
      }
    }
    return lines.build();
  }

  private static String overview(ChannelLine line) {
    var all = OverviewViews.empty();
    var view =
        new OverviewView(
            NOW,
            all.dataAt(),
            all.impairments(),
            1,
            "",
            List.of(),
            all.figures(),
            all.weeks(),
            all.days(),
            all.soonest(),
            all.expired(),
            all.unreadable(),
            all.sources(),
            all.events(),
            List.of(line),
            List.of());
    return new OverviewPage(view).html(LAYOUT);
  }

  private static String channels(ChannelLine line) {
    var channel = new DaemonInfo.Channel("hook", "webhook", Severity.INFO);
    var view =
        new ChannelsView(
            List.of(new ChannelsView.ConfiguredChannel(channel, line)), List.of(), null);
    return new ChannelsPage(new PageRequest("", Map.of(), ""), view).html(LAYOUT);
  }

  private static String dot(String page) {
    var found = DOT.matcher(page);
    assertThat(found.find()).isTrue();
    return found.group();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void bothPages_showTheSameState(ChannelLine line) {
    var overview = overview(line);
    var channels = channels(line);
    var state = line.status().state();

    assertThat(dot(overview)).isEqualTo(dot(channels)).contains("'" + state.word() + "'");
    assertThat(overview.contains(" · failing")).isEqualTo(state == State.FAILING);
    assertThat(channels.contains(">failing since ")).isEqualTo(state == State.FAILING);
    assertThat(overview.contains(" · retrying")).isEqualTo(state == State.RETRYING);
    assertThat(channels.contains(">retrying since ")).isEqualTo(state == State.RETRYING);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void red_isOnlyFailing(ChannelLine line) {
    var backlog = Objects.requireNonNull(line.backlog());
    var failures = backlog.failures();
    boolean failing =
        failures != null
            && ("unauthorized".equals(backlog.lastFailure())
                || Duration.between(failures.since(), NOW).toMinutes() >= 15);

    assertThat(dot(channels(line)).contains("critical")).isEqualTo(failing);
  }

  @Test
  void everyState_isGenerated() {
    assertThat(lines().map(line -> line.status().state()).distinct())
        .containsExactlyInAnyOrder(State.WORKING, State.DELAYED, State.RETRYING, State.FAILING);
  }

  @Test
  void unused_isNeitherGreenNorRed() {
    assertThat(dot(channels(ChannelLine.unused("hook"))))
        .isEqualTo(dot(overview(ChannelLine.unused("hook"))))
        .contains("dot none", "unused");
  }
}
