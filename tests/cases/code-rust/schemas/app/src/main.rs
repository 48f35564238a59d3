diesel::table! {
    tenants (id) { id -> Int4, base_url -> Text, }
}

#[derive(Clone, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "installs")]
pub struct Model { pub id: i32 }

fn add() { diesel::insert_into(tenants::table).values(1).execute(todo!()); }
