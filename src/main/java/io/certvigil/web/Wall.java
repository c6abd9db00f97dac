package io.certvigil.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The next year at a glance: a bar for each week, as high as the root of its count. */
final class Wall {
  private static final int STEP = 20;
  private static final int WIDTH = 14;
  private static final int HEIGHT = 120;

  private final List<Long> weeks;
  private final Instant now;

  Wall(List<Long> weeks, Instant now) {
    this.weeks = weeks;
    this.now = now;
  }

  void add(Html html) {
    long all = weeks.stream().mapToLong(Long::longValue).sum();
    html.add(
        """
        <section>
        <h2>The next year, week by week</h2>
        <figure class="wall">
        <svg viewBox="0 0 {} {}" role="img" preserveAspectRatio="none" aria-label="{}">
        """,
        weeks.size() * STEP,
        HEIGHT,
        Words.count(all, "certificate") + " of the next 53 weeks, a bar for each week");
    long most = Math.max(1, weeks.stream().mapToLong(Long::longValue).max().orElse(1));
    for (int week = 0; week < weeks.size(); week++) {
      bar(html, week, weeks.get(week), most);
    }
    html.add("</svg>\n<figcaption>");
    for (int week = 0; week <= 52; week += 13) {
      html.add("<span>{}</span>", week == 0 ? "now" : day(week));
    }
    html.add("</figcaption></figure></section>\n");
  }

  private void bar(Html html, int week, long count, long most) {
    // The root lets a week with three stand beside a week with three hundred.
    int height = count == 0 ? 2 : 8 + (int) (Math.sqrt((double) count / most) * (HEIGHT - 10));
    html.add(
        "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\""
            + " rx=\"2\"><title>{}</title></rect>\n",
        count == 0 ? "none" : level(week),
        week * STEP + (STEP - WIDTH) / 2,
        HEIGHT - height,
        WIDTH,
        height,
        "week of " + day(week) + ": " + Words.count(count, "certificate"));
  }

  private String day(int week) {
    return Words.minute(now.plus(Duration.ofDays(7L * week))).substring(0, 10);
  }

  private static String level(int week) {
    if (week == 0) {
      return "critical";
    }
    return week < 5 ? "warning" : "calm";
  }
}
