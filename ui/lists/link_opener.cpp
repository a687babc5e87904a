#include "ui/lists/link_opener.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QUrl>

#include "ui/lists/reason_dialog.h"

namespace hs::ui {

namespace {
struct LinkOpenerWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::LinkOpener)
};
} // namespace

void askToOpen(ViewContext &context, QWidget *parent, const QString &address)
{
    const QUrl url(address);
    static const QStringList schemes{QStringLiteral("http"), QStringLiteral("https"), QStringLiteral("mailto")};
    if (!schemes.contains(url.scheme())) {
        context.toasts.show(LinkOpenerWords::tr("Only web and mail addresses are opened."), Tone::Warn);
        return;
    }
    //: %1 is the address in full
    const QString where = LinkOpenerWords::tr("It leads to:\n%1\n\nIt opens outside the console.").arg(url.toDisplayString());
    askFirst(parent, LinkOpenerWords::tr("Open this link?"), where, LinkOpenerWords::tr("Open link"), [url] { QDesktopServices::openUrl(url); });
}

} // namespace hs::ui
