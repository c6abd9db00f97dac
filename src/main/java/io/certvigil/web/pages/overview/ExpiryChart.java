package io.certvigil.web.pages.overview;

import io.certvigil.model.ReadableTime;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The chart of the next year: a bar for each week, with the square root of its count as height and
 * a link to its certificates; below the chart are the days on which most certificates expire.
 */
final class ExpiryChart {
  private static final int STEP = 20;
  private static final int WIDTH = 14;
  private static final int HEIGHT = 120;

  private final List<Long> weeks;
  private final List<OverviewView.Day> days;
  private final Instant now;

  ExpiryChart(List<Long> weeks, List<OverviewView.Day> days, Instant now) {
    this.weeks = weeks;
    this.days = days;
    this.now = now;
  }

  void add(Html html) {
    long all = weeks.stream().mapToLong(Long::longValue).sum();
    html.add(
        """
        <section>
        <h2>Expiring in the next year, by week</h2>
        <figure class="wall">
        <svg viewBox="0 0 {} {}" role="group" preserveAspectRatio="none" aria-label="{}" data-bars>
        """,
        weeks.size() * STEP,
        HEIGHT,
        PageText.count(all, "certificate") + " expire in the next 53 weeks; one bar for each week");
    long most = Math.max(1, weeks.stream().mapToLong(Long::longValue).max().orElse(1));
    for (int week = 0; week < weeks.size(); week++) {
      bar(html, week, weeks.get(week), most);
    }
    html.add("</svg>\n<figcaption>");
    for (int week = 0; week <= 52; week += 13) {
      html.add("<span>{}</span>", week == 0 ? "now" : day(week));
    }
    html.add("</figcaption>\n{}</figure></section>\n", (Html.Part) this::busiestDays);
  }

  private void bar(Html html, int week, long count, long most) {
    // The square root keeps a week with 3 visible beside a week with 300.
    int height = count == 0 ? 2 : 8 + (int) (Math.sqrt((double) count / most) * (HEIGHT - 10));
    if (count == 0) {
      rect(html, "none", week, height);
      return;
    }
    var what = "week of " + day(week) + ": " + PageText.count(count, "certificate");
    html.add(
        "<a href='certificates?from={}&amp;until={}' aria-label='{}'><title>{}</title>",
        weekStart(week),
        weekStart(week + 1),
        what,
        what);
    // An invisible bar of full height is easier to click than a small one.
    rect(html, "all", week, HEIGHT);
    rect(html, style(week), week, height);
    html.add("</a>\n");
  }

  private static void rect(Html html, String style, int week, int height) {
    html.add(
        "<rect class='{}' x='{}' y='{}' width='{}' height='{}' rx='2'/>",
        style,
        week * STEP + (STEP - WIDTH) / 2,
        HEIGHT - height,
        WIDTH,
        height);
  }

  private void busiestDays(Html html) {
    if (days.isEmpty()) {
      return;
    }
    html.add("<div class='together'><h3>Busiest days</h3><ul>\n");
    for (var day : days) {
      html.add(
          "<li><a href='certificates?from={}&amp;until={}'>{}</a> <b>{}</b></li>\n",
          day.date(),
          day.date().plusDays(1),
          day.date(),
          PageText.grouped(day.count()));
    }
    html.add("</ul></div>\n");
  }

  private Instant startOfWeek(int week) {
    return now.plus(Duration.ofDays(7L * week));
  }

  private Object weekStart(int week) {
    return startOfWeek(week).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String day(int week) {
    return ReadableTime.minute(startOfWeek(week)).substring(0, 10);
  }

  private static String style(int week) {
    if (week == 0) {
      return "critical";
    }
    return week < 5 ? "warning" : "calm";
  }
}
