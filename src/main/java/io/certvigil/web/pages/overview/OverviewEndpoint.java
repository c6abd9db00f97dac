package io.certvigil.web.pages.overview;

import io.certvigil.web.html.PageLayout;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.site.InstallationInfo;
import io.certvigil.web.site.SiteContext;
import java.io.IOException;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Serves {@code /}. */
public final class OverviewEndpoint implements Endpoint {
  private final InstallationInfo about;
  private final Supplier<OverviewView> views;

  public OverviewEndpoint(SiteContext context) {
    this(context.about(), new OverviewReader(context)::read);
  }

  public OverviewEndpoint(InstallationInfo about, Supplier<OverviewView> views) {
    this.about = about;
    this.views = views;
  }

  @Override
  public void write(Request request, Response response) throws IOException {
    var view = views.get();
    var layout = new PageLayout(about, view.now(), "", view.dataAt(), view.impairments());
    var html = new OverviewPage(view).html(layout);
    Endpoint.text(request, response, HttpStatus.OK_200, HTML, html);
  }
}
