#include "ui/window/top_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "ui/text/person_text.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/labels.h"
#include "ui/window/demo_tour.h"

namespace hs::ui {

namespace {

QAction *entry(QMenu *menu, const QString &text)
{
    QAction *action = menu->addAction(text);
    action->setProperty("hsListEntry", true); // a row of a list, no deed of its own
    return action;
}

} // namespace

TopBar::TopBar(ViewContext &context, EngineStatus &status, QWidget *parent)
    : QWidget(parent), m_context(context), m_status(status)
{
    const Theme &theme = m_context.theme;
    setAccessibleName(tr("Top bar"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(10, 4, 12, 2);
    row->setSpacing(8);

    m_studio = new QToolButton(this);
    m_studio->setProperty("kind", QStringLiteral("top"));
    m_studio->setIcon(theme.icon(QStringLiteral("house")));
    m_studio->setIconSize(QSize(22, 16));
    m_studio->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_studio->setPopupMode(QToolButton::InstantPopup);
    m_studio->setFocusPolicy(Qt::TabFocus);
    m_studio->setMinimumHeight(theme.size("control"));
    m_studios = new QMenu(this);
    m_studio->setMenu(m_studios);
    row->addWidget(m_studio);

    m_demo = new DemoTour(m_context, this);
    row->addWidget(m_demo);
    connect(m_demo, &DemoTour::pauseWanted, this, &TopBar::autonomyClicked);
    connect(m_demo, &DemoTour::widthChanged, this, &TopBar::layOutPalette);
    m_offline = new QLabel(this);
    m_offline->setText(tr("Offline: nothing leaves this computer"));
    m_offline->hide();
    row->addWidget(m_offline);
    row->addStretch(1);

    m_palette = new QPushButton(this);
    m_palette->setProperty("kind", QStringLiteral("field"));
    m_palette->setFocusPolicy(Qt::TabFocus);
    m_palette->setAccessibleName(tr("Search, or run a command"));
    auto *field = new QHBoxLayout(m_palette);
    field->setContentsMargins(10, 0, 8, 0);
    auto *glass = new QLabel(m_palette);
    const auto glassLook = [this, glass] { glass->setPixmap(m_context.theme.pixmap(QStringLiteral("search"), 15, Token::Text3)); };
    connect(&m_context.theme, &Theme::changed, glass, glassLook);
    glassLook();
    field->addWidget(glass);
    auto *hint = new ElidedLabel(tr("Search conversations, cards, people or run a command"), m_palette);
    setLabelStyle(hint, TextStyle::Body, Token::Text2);
    hint->setMinimumWidth(40);
    hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    field->addWidget(hint, 1);
    m_paletteKey = makeLabel({}, TextStyle::Caption, Token::Text2, m_palette);
    m_paletteKey->setProperty("frame", QStringLiteral("keycap"));
    field->addWidget(m_paletteKey, 0, Qt::AlignVCenter);

    const auto pill = [&](const QString &icon) {
        auto *button = new QToolButton(this);
        button->setProperty("kind", QStringLiteral("pill"));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setIcon(theme.icon(icon));
        button->setIconSize(QSize(20, 14));
        button->setFocusPolicy(Qt::TabFocus);
        button->setMinimumHeight(theme.size("hitMin") - 2);
        row->addWidget(button);
        return button;
    };
    m_autonomy = pill(QStringLiteral("bot"));
    connect(m_autonomy, &QToolButton::clicked, this, &TopBar::autonomyClicked);
    m_people = pill(QStringLiteral("users"));
    m_people->setPopupMode(QToolButton::InstantPopup);
    m_peopleMenu = new QMenu(this);
    m_people->setMenu(m_peopleMenu);
    connect(m_peopleMenu, &QMenu::aboutToShow, this, &TopBar::fillPeople);
    m_view = makeIconButton(QStringLiteral("layout-panel-left"), tr("View"), theme, this, 17);
    m_view->setPopupMode(QToolButton::InstantPopup);
    row->addWidget(m_view);
    m_notices = makeIconButton(QStringLiteral("bell"), tr("Notices"), theme, this, 18);
    row->addWidget(m_notices);

    connect(&m_context.studio, &StudioFilter::changed, this, &TopBar::fillStudios);
    connect(&m_context.studio, &StudioFilter::entitiesChanged, this, &TopBar::fillStudios);
    connect(&m_status, &EngineStatus::changed, this, &TopBar::showStatus);
    connect(&m_context.theme, &Theme::changed, this, &TopBar::showStatus);
    const auto fitHeight = [this] { // the field is in no layout
        setMinimumHeight(std::max(m_context.theme.size("topBar") - 6, paletteHeight() + 4));
    };
    connect(&m_context.theme, &Theme::changed, this, fitHeight);
    fitHeight();
    fillStudios();
    showStatus();
}

void TopBar::fillStudios()
{
    const QString now = m_context.studio.entity();
    m_studio->setText((now.isEmpty() ? tr("All studios") : m_context.studio.nameOf(now)) + QStringLiteral("  ▾"));
    m_studio->setAccessibleName(tr("Studio: %1").arg(now.isEmpty() ? tr("All studios") : m_context.studio.nameOf(now)));
    m_studios->clear();
    const auto add = [&](const QString &id, const QString &name) {
        QAction *action = entry(m_studios, name);
        action->setCheckable(true);
        action->setChecked(id == now);
        connect(action, &QAction::triggered, this, [this, id] { m_context.studio.setEntity(id); });
    };
    add({}, tr("All studios"));
    for (const auto &[id, name] : m_context.studio.entities())
        add(id, name);
}

void TopBar::showStatus()
{
    const Theme &theme = m_context.theme;
    m_offline->setStyleSheet(QStringLiteral("background:%1;color:%2;border-radius:%3px;padding:3px 10px;font-weight:600;font-size:%4px")
                                 .arg(theme.toneBackground(Tone::Info).name(), theme.toneColor(Tone::Info).name())
                                 .arg(10)
                                 .arg(theme.font(TextStyle::Small).pixelSize()));

    const auto &status = m_status.status();
    m_autonomy->setVisible(status.has_value());
    m_people->setVisible(!m_status.operators().empty());
    m_demo->setDemo(status && status->demo);
    m_offline->setVisible(status && status->offline);
    if (status) {
        Tone tone = Tone::Info;
        QString text = tr("Drafts only");
        QString tip = tr("Agents prepare, people send. Click to pause all agents.");
        QString icon = QStringLiteral("pencil");
        if (status->autonomy == QLatin1String("paused")) {
            tone = Tone::Warn;
            text = tr("Agents paused");
            tip = tr("No agent works now. Click to let them go on.");
            icon = QStringLiteral("pause");
        } else if (status->autonomy == QLatin1String("autopilot")) {
            tone = Tone::Ok;
            text = tr("Autopilot on");
            tip = tr("Agents act by themselves within their limits. Click to pause all agents.");
            icon = QStringLiteral("bot");
        }
        m_autonomy->setText(text);
        m_autonomy->setToolTip(tip);
        m_autonomy->setAccessibleName(text);
        m_autonomy->setAccessibleDescription(tip);
        m_autonomy->setIcon(theme.icon(icon, theme.toneColor(tone)));
        setStyleProperty(m_autonomy, "tone", toneName(tone));

        const auto notices = qsizetype(status->notices.size());
        m_notices->setIcon(theme.icon(notices > 0 ? QStringLiteral("bell-dot") : QStringLiteral("bell")));
        m_notices->setAccessibleName(tr("Notices: %n", nullptr, int(notices)));
    }
    const int present = m_status.present();
    m_people->setText(tr("%n person(s) online", nullptr, present));
    m_people->setAccessibleName(m_people->text());
    QAction *open = m_context.actions.find(QStringLiteral("palette.open"));
    m_paletteKey->setText(open ? open->shortcut().toString(QKeySequence::NativeText) : QString());
    m_paletteKey->setVisible(!m_paletteKey->text().isEmpty());
    layOutPalette();
}

void TopBar::fillPeople()
{
    m_peopleMenu->clear();
    for (const api::OperatorRow &row : m_status.operators()) {
        const QString load = row.load > 0 ? tr("%n claim(s)", nullptr, int(row.load)) : tr("free");
        //: %1 person, %2 "at the desk" or "away", %3 how many claims
        QAction *action = entry(m_peopleMenu, tr("%1 · %2 · %3").arg(personName(row.id, row.name, m_context.engine.caller()),
                                                                    row.present ? tr("at the desk") : tr("away"), load));
        action->setIcon(m_context.theme.icon(row.present ? QStringLiteral("circle-user") : QStringLiteral("user-round"),
                                             row.present ? Token::Ok : Token::Text3));
    }
}

void TopBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layOutPalette();
}

int TopBar::paletteHeight() const
{
    return std::max(32, m_context.theme.scaled(24) + 8);
}

void TopBar::layOutPalette()
{
    // In the middle of the window, not of the room that the others leave.
    layout()->activate();
    std::vector<const QWidget *> before{m_studio, m_demo, m_offline};
    std::vector<const QWidget *> after{m_autonomy, m_people, m_view, m_notices};
    if (layoutDirection() == Qt::RightToLeft)
        before.swap(after);
    int left = 0;
    for (const QWidget *other : before) {
        if (other->isVisibleTo(this))
            left = std::max(left, other->geometry().right());
    }
    int right = this->width();
    for (const QWidget *other : after) {
        if (other->isVisibleTo(this))
            right = std::min(right, other->geometry().left());
    }
    const int room = right - left - 24;
    const int width = std::clamp(room, 40, m_context.theme.scaled(560));
    int x = (this->width() - width) / 2;
    x = std::clamp(x, left + 12, std::max(left + 12, right - 12 - width));
    m_palette->setGeometry(x, (this->height() - paletteHeight()) / 2, width, paletteHeight());
    m_palette->raise();
}

} // namespace hs::ui
