//! Tables of counts with all margins, from their leaves.

use tables::{
    Cell, Dimension, Disclosure, Head, LeftOut, Measure, MeasureKind, Parts, Role, Table, Text,
};

/// A table with the dimensions `a`, `b`, `c` … of these sizes, each with a total first; leaves are row-major.
pub(crate) fn counts(sizes: &[usize], leaves: &[i64]) -> Table {
    let names = ["a", "b", "c", "d"];
    let dimensions: Vec<Dimension> = sizes
        .iter()
        .zip(names)
        .map(|(size, name)| {
            let whole = Dimension::new(name, Text::same(name), Role::Class)
                .member("all", Text::same("all"));
            (1..=*size).fold(whole, |dimension, at| {
                let code = format!("{name}{at}");
                dimension.part(0, code.clone(), Text::same(code))
            })
        })
        .collect();
    let measure = Measure {
        id: "persons".to_owned(),
        label: Text::same("persons"),
        unit: Text::same("persons"),
        kind: MeasureKind::Count,
        places: 0,
        parts: dimensions
            .iter()
            .map(|it| (it.id.clone(), Parts::Exact))
            .collect(),
        share_of: None,
    };
    Table::build(head(), dimensions, vec![measure], |members, _| {
        Cell::count(sum(sizes, leaves, members))
    })
    .expect("the pieces fit")
}

/// The sum of the leaves under a cell.
pub(crate) fn sum(sizes: &[usize], leaves: &[i64], members: &[usize]) -> i64 {
    let mut sum = 0;
    for (index, leaf) in leaves.iter().enumerate() {
        let mut rest = index;
        let mut within = true;
        for (size, member) in sizes.iter().zip(members).rev() {
            within &= *member == 0 || rest % size == member - 1;
            rest /= size;
        }
        sum += if within { *leaf } else { 0 };
    }
    sum
}

fn head() -> Head {
    Head {
        title: Text::same("counts"),
        population: Text::same("all"),
        unit: Text::same("persons"),
        period: Text::same("2026"),
        source: Text::same("invented"),
        known_on: "2026-06-30".parse().expect("a day"),
        left_out: LeftOut::default(),
        faults: Vec::new(),
        disclosure: Disclosure::Inside,
    }
}
