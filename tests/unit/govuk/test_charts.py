import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from councilsafe.govuk.charts import COLUMNS_HEIGHT, ROW_HEIGHT, bars, columns

TIERS = [("Emergency", 1, "/queue/?tier=emergency"), ("Police", 4, None), ("Log", 0, None)]
items = st.lists(st.tuples(st.text(max_size=20), st.integers(0, 10**9), st.none()), max_size=60)


def test_the_longest_bar_takes_the_whole_width():
    chart = bars("Open cases", TIERS, unit="open cases")

    assert [bar.width for bar in chart.bars] == ["25.00%", "100.00%", "0.00%"]
    assert chart.height == 3 * ROW_HEIGHT
    assert [text.words for text in chart.texts] == ["Emergency: 1", "Police: 4", "Log: 0"]


def test_the_highest_column_takes_the_whole_height_and_all_stand_on_the_line():
    chart = columns("Reports by week", [("1 May", 2, None), ("8 May", 8, None)], unit="reports")

    assert [bar.height for bar in chart.bars] == [COLUMNS_HEIGHT // 4, COLUMNS_HEIGHT]
    assert {bar.y + bar.height for bar in chart.bars} == {chart.baseline}
    assert [text.words for text in chart.texts] == ["Most: 8", "1 May", "8 May"]


def test_the_sentence_says_what_stands_out():
    assert bars("Open cases", TIERS, unit="open cases").sentence == (
        "5 open cases in all. The most, 4, stand under “Police”."
    )
    assert bars("Open cases", TIERS, unit="open cases", sentence="Mine").sentence == "Mine"
    assert bars("Open cases", [], unit="open cases").sentence == "There are no open cases."


@pytest.mark.parametrize("draw", [bars, columns])
@given(rows=items)
def test_nothing_is_drawn_outside(draw, rows):
    chart = draw("Any", rows, unit="things")

    for bar in chart.bars:
        assert 0 <= float(bar.x[:-1]) + float(bar.width[:-1]) <= 100.01
        assert 0 <= bar.y <= bar.y + bar.height <= chart.height


def test_the_page_has_sentence_drawing_and_table():
    html = render_to_string("components/svg_bar_chart.html", {"chart": bars("Open cases", TIERS, unit="open cases")})

    assert html.count("<rect") == 3
    assert html.count('scope="row"') == 3
    assert 'href="/queue/?tier=emergency"' in html
    assert 'role="img"' in html
    assert "style=" not in html
    assert "There are" not in html


def test_an_empty_chart_is_its_sentence_alone():
    html = render_to_string("components/svg_bar_chart.html", {"chart": columns("Reports", [], unit="reports")})

    assert "There are no reports." in html
    assert "<svg" not in html


def test_hostile_labels_are_escaped():
    chart = bars("<b>", [("<script>", 1, "javascript:\"'>")], unit="<i>")
    html = render_to_string("components/svg_bar_chart.html", {"chart": chart})

    assert "<script>" not in html
    assert "<b>" not in html
    assert "<i>" not in html
