package io.certvigil.web;

import java.io.IOException;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** The answer at {@code /}. */
final class Overview implements Answer {
  private final InstallationInfo about;
  private final Supplier<StatusView> views;

  Overview(SiteContext context) {
    this(context.about(), new StatusReader(context)::read);
  }

  Overview(InstallationInfo about, Supplier<StatusView> views) {
    this.about = about;
    this.views = views;
  }

  @Override
  public void write(Request request, Response response) throws IOException {
    var view = views.get();
    var html = new StatusPage(view).html(new Shell(about, view.now(), ""));
    Answer.text(request, response, HttpStatus.OK_200, HTML, html);
  }
}
