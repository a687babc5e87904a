#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

#include "ui/settings/pages.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

AppearancePage::AppearancePage(ViewContext &context, SettingsStore &store, Appearance &appearance, QWidget *parent)
    : SettingsPage(context, store, QStringLiteral("appearance"), tr("How the console looks at this desk."), parent),
      m_appearance(appearance)
{
    setKeywords(tr("theme dark light text size contrast motion language font"));
    const auto line = [this](const QString &title, QWidget *editor) {
        auto *row = new QHBoxLayout;
        row->setContentsMargins(0, 10, 0, 6);
        row->setSpacing(16);
        row->addWidget(makeLabel(title, TextStyle::Strong, Token::Text, body()), 3);
        editor->setAccessibleName(title);
        row->addWidget(editor, 2);
        addBlock(row);
    };
    auto *mode = new QComboBox(body());
    mode->addItem(tr("As the system"), int(Theme::Mode::System));
    mode->addItem(tr("Light"), int(Theme::Mode::Light));
    mode->addItem(tr("Dark"), int(Theme::Mode::Dark));
    connect(mode, &QComboBox::activated, this, [this, mode](int index) { m_appearance.setMode(Theme::Mode(mode->itemData(index).toInt())); });
    line(tr("Theme"), mode);
    auto *scale = new QSpinBox(body());
    scale->setRange(80, 200);
    scale->setSingleStep(10);
    scale->setSuffix(QStringLiteral(" %"));
    scale->setKeyboardTracking(false);
    connect(scale, &QSpinBox::valueChanged, this, [this](int value) { m_appearance.setTextScale(value); });
    line(tr("Text size"), scale);
    auto *contrast = new QCheckBox(tr("Increased contrast"), body());
    connect(contrast, &QCheckBox::clicked, this, [this](bool on) { m_appearance.setIncreasedContrast(on); });
    addBlock(contrast);
    auto *motion = new QCheckBox(tr("Reduced motion"), body());
    motion->setChecked(context.theme.reducedMotion());
    connect(motion, &QCheckBox::clicked, this, [this](bool on) { m_appearance.setReducedMotion(on); });
    addBlock(motion);
    const auto show = [this, mode, scale, contrast] {
        const Theme &theme = this->context().theme;
        const QSignalBlocker quiet(scale);
        mode->setCurrentIndex(mode->findData(int(theme.mode())));
        scale->setValue(theme.textScale());
        contrast->setChecked(theme.increasedContrast());
        const auto locked = [this](const char *key) {
            const api::SettingRow *row = this->store().row(QString::fromLatin1(key));
            return row && row->locked;
        };
        mode->setEnabled(!locked("/appearance/theme"));
        scale->setEnabled(!locked("/appearance/textScale"));
    };
    connect(&context.theme, &Theme::changed, this, show);
    connect(&store, &SettingsStore::changed, this, show);
    show();
    addKeys({QStringLiteral("/appearance/language")});
    addBlock(makeWrappingLabel(tr("Another language is spoken from the next start on."), TextStyle::Caption, Token::Text3, body()));
}

} // namespace hs::ui
