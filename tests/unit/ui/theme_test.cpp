#include <QDirIterator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "ui/theme/theme.h"

using namespace hs::ui;

namespace {
constexpr double TextContrast = 4.5;
constexpr double ControlContrast = 3.0;
} // namespace

class ThemeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        auto tokens = TokenSet::shipped();
        QVERIFY2(tokens, hs::describe(tokens).c_str());
        m_theme = std::make_unique<Theme>(*tokens);
    }

    void everyTextPairCanBeRead_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("contrast");
        QTest::newRow("light") << false << false;
        QTest::newRow("dark") << true << false;
        QTest::newRow("light with increased contrast") << false << true;
        QTest::newRow("dark with increased contrast") << true << true;
    }
    void everyTextPairCanBeRead()
    {
        QFETCH(bool, dark);
        QFETCH(bool, contrast);
        m_theme->setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
        m_theme->setIncreasedContrast(contrast);
        const auto check = [this](Token text, Token ground, double least) {
            const double ratio = contrastRatio(m_theme->color(text), m_theme->color(ground));
            QVERIFY2(ratio >= least, qPrintable(QStringLiteral("%1 on %2 is %3").arg(tokenName(text), tokenName(ground)).arg(ratio)));
        };
        for (const Token ground : {Token::Canvas, Token::Surface, Token::Raised, Token::Sunken, Token::Selected, Token::Hover}) {
            check(Token::Text, ground, TextContrast);
            check(Token::Text2, ground, TextContrast);
        }
        for (const Token ground : {Token::Surface, Token::Raised, Token::Sunken})
            check(Token::Text3, ground, TextContrast);
        check(Token::OnAccent, Token::Accent, TextContrast);
        check(Token::Accent, Token::AccentSoft, TextContrast);
        check(Token::Ok, Token::OkSoft, TextContrast);
        check(Token::Warn, Token::WarnSoft, TextContrast);
        check(Token::Danger, Token::DangerSoft, TextContrast);
        check(Token::Info, Token::InfoSoft, TextContrast);
        for (const Token tone : {Token::Ok, Token::Warn, Token::Danger, Token::Info, Token::Accent})
            check(tone, Token::Surface, TextContrast);
        check(Token::ControlBorder, Token::Surface, ControlContrast);
        check(Token::ControlBorder, Token::Canvas, ControlContrast);
        check(Token::Accent, Token::Canvas, ControlContrast); // the focus ring
        m_theme->setIncreasedContrast(false);
    }

    void agentsCanBeReadOnTheirTints()
    {
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            m_theme->setMode(mode);
            QCOMPARE(int(m_theme->tokens().agents.size()), 9);
            for (const auto &[key, look] : m_theme->tokens().agents) {
                QVERIFY2(contrastRatio(m_theme->agentColor(key), m_theme->agentTint(key)) >= ControlContrast, qPrintable(key));
                QVERIFY2(Theme::hasIcon(look.icon), qPrintable(look.icon));
            }
        }
    }

    void systemModeFollowsTheDesktop()
    {
        m_theme->setMode(Theme::Mode::System);
        m_theme->setSystemDark(false);
        QVERIFY(!m_theme->isDark());
        QSignalSpy changed(m_theme.get(), &Theme::changed);
        m_theme->setSystemDark(true);
        QVERIFY(m_theme->isDark());
        QCOMPARE(changed.count(), 1);
        m_theme->setMode(Theme::Mode::Light);
        QVERIFY(!m_theme->isDark());
        m_theme->setSystemDark(false);
        QCOMPARE(changed.count(), 2); // light by wish: the desktop no longer matters
    }

    void textGrowsBetweenEightyAndTwoHundred()
    {
        m_theme->setTextScale(100);
        const int normal = m_theme->font(TextStyle::Body).pixelSize();
        QCOMPARE(normal, 13);
        m_theme->setTextScale(500);
        QCOMPARE(m_theme->textScale(), 200);
        QCOMPARE(m_theme->font(TextStyle::Body).pixelSize(), 26);
        m_theme->setTextScale(10);
        QCOMPARE(m_theme->textScale(), 80);
        m_theme->setTextScale(100);
    }

    void theShippedFontIsUsed() { QCOMPARE(m_theme->font(TextStyle::Body).family(), QStringLiteral("Inter")); }

    void iconsAreSharpAndColoured()
    {
        const QPixmap image = m_theme->pixmap(QStringLiteral("search"), 16, QColor(255, 0, 0), 2.0);
        QCOMPARE(image.size(), QSize(32, 32));
        QCOMPARE(image.devicePixelRatio(), 2.0);
        const QImage pixels = image.toImage();
        int red = 0;
        for (int y = 0; y < pixels.height(); ++y)
            for (int x = 0; x < pixels.width(); ++x)
                red += pixels.pixelColor(x, y).alpha() > 200 && pixels.pixelColor(x, y).red() > 200 ? 1 : 0;
        QVERIFY(red > 20);
    }

    void theStyleSheetHasNoOpenNames()
    {
        for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            m_theme->setMode(mode);
            QVERIFY2(!m_theme->styleSheet().contains(QLatin1Char('@')), qPrintable(m_theme->styleSheet().section(QLatin1Char('@'), 1).left(40)));
        }
    }

    void everyIconThatTheSourcesNameExists()
    {
        const QString root = QString::fromLocal8Bit(qgetenv("HS_SOURCE_DIR"));
        if (root.isEmpty())
            QSKIP("HS_SOURCE_DIR names the sources");
        const QRegularExpression use(QStringLiteral("(?:icon|pixmap)\\(QStringLiteral\\(\"([a-z0-9-]+)\"\\)"));
        QDirIterator files(root + QStringLiteral("/ui"), {QStringLiteral("*.cpp")}, QDir::Files, QDirIterator::Subdirectories);
        int seen = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            auto matches = use.globalMatch(QString::fromUtf8(file.readAll()));
            while (matches.hasNext()) {
                const QString name = matches.next().captured(1);
                ++seen;
                QVERIFY2(Theme::hasIcon(name), qPrintable(name + QStringLiteral(" in ") + file.fileName()));
            }
        }
        QVERIFY(seen > 10);
    }

    void damagedTokensAreNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("where");
        QTest::newRow("not JSON") << QByteArray("{") << QStringLiteral("tokens.json:/");
        QTest::newRow("no light scheme") << QByteArray("{}") << QStringLiteral("tokens.json:/light/canvas");
        QTest::newRow("a colour that is none") << QByteArray(R"({"light":{"canvas":"white-ish"}})") << QStringLiteral("tokens.json:/light/canvas");
    }
    void damagedTokensAreNamed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, where);
        const auto tokens = TokenSet::parse(json);
        QVERIFY(!tokens);
        QCOMPARE(tokens.error().code, hs::Errc::Corrupt);
        QCOMPARE(QString::fromStdString(tokens.error().where), where);
    }

private:
    std::unique_ptr<Theme> m_theme;
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
